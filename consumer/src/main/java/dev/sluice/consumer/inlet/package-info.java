/**
 * How messages come in and what is done with them: settled, put aside, or sent again as a copy. {@link
 * dev.sluice.consumer.inlet.ProcessorInlet} receives from Service Bus itself, {@link
 * dev.sluice.consumer.inlet.FunctionsInlet} is posted to by the Functions host; both leave the choice to {@link
 * dev.sluice.consumer.inlet.Decisions}. Called by the framework; {@link dev.sluice.consumer.inlet.QueueListener} is also used
 * by {@code parking}.
 */
package dev.sluice.consumer.inlet;
