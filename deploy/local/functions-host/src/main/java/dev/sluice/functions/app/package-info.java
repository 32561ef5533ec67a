/**
 * A function app as it lies on disk: {@code host.json}, one {@code function.json} per function and
 * {@code local.settings.json}, read strictly and turned into values. {@code FunctionsHost} calls in; the other packages
 * only use the values. Starts nothing and talks to nobody.
 */
package dev.sluice.functions.app;
