/**
 * The HTTP API: takes an order in, checks it, gives it its id and answers when the queue has it. Called by the framework
 * and by {@code api.batch}, which takes many orders at once.
 */
package dev.sluice.producer.api;
