/**
 * What happens to one message, whichever way it came: decode, check, mark and effect in one transaction, outcome. Called
 * by the inlets; knows nothing of Service Bus. {@link dev.sluice.consumer.processing.OrderHandler} is where your own work goes.
 */
package dev.sluice.consumer.processing;
