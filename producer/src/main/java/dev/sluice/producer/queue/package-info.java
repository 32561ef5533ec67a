/**
 * The way to the queue: the send pipeline's life with the process, and whether Service Bus can be reached. Called by
 * {@code api}; knows nothing of HTTP.
 */
package dev.sluice.producer.queue;
