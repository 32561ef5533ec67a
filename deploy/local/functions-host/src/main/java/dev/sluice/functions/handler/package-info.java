/**
 * The custom handler and HTTP: starts the handler's process and keeps it as the host does, hands it invocations, and
 * serves the app's HTTP functions and the host's own pages. {@code FunctionsHost} puts it together; {@code trigger} sends
 * invocations through {@link dev.sluice.functions.handler.Handler}.
 */
package dev.sluice.functions.handler;
