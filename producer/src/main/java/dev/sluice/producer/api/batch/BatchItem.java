package dev.sluice.producer.api.batch;

import dev.sluice.messaging.Order;
import dev.sluice.producer.api.IdempotencyKey;

/**
 * One valid item of a batch.
 *
 * @param key its own key: {@code <batch's key>/<index>}, or what its {@code id} says
 * @param order what was ordered
 */
record BatchItem(IdempotencyKey key, Order order) {}
