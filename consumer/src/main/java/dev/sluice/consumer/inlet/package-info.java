/**
 * How messages come in and how they are settled. {@link dev.sluice.consumer.inlet.ProcessorInlet} receives from Service Bus
 * itself; every inlet ends in the same {@code OrderProcessor}. {@link dev.sluice.consumer.inlet.QueueListener} is also
 * used by {@code parking}.
 */
package dev.sluice.consumer.inlet;
