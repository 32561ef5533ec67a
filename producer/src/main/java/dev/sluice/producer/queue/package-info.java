/**
 * The way to the queue, in one namespace or two: the sender's life with the process, and whether Service Bus can be reached. Called by
 * {@code api}; knows nothing of HTTP.
 */
package dev.sluice.producer.queue;
