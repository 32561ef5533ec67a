/**
 * Many orders in one request: read one by one, sent through a window, answered item by item. Called by the framework
 * only; what holds for a single order is in {@code api}.
 */
package dev.sluice.producer.api.batch;
