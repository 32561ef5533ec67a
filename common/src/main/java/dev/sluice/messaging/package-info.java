/**
 * The message contract: what an order is, which id it has, and how it travels. Producer encodes with it, consumer
 * decodes with it; nothing else may read or write a message's properties.
 */
package dev.sluice.messaging;
