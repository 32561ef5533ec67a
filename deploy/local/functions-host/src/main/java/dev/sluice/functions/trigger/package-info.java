/**
 * The serviceBusTrigger: receives with the real SDK in peek-lock mode, encodes messages as the host does, hands them to
 * the handler and settles them by its answer. {@code FunctionsHost} makes one listener for each function of an instance;
 * the only package that knows the SDK.
 */
package dev.sluice.functions.trigger;
