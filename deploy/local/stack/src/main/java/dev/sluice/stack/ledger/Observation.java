package dev.sluice.stack.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What PostgreSQL and the queues hold at one moment.
 *
 * @param effects every row of table {@code fulfilment}
 * @param inbox the order ids in table {@code inbox}
 * @param recovered redeliveries that the inbox absorbed
 * @param parked the order ids in table {@code parked}
 * @param queued messages on {@code orders} and {@code orders-parked}, in whatever state
 */
public record Observation(List<Effect> effects, Set<UUID> inbox, long recovered, Set<UUID> parked, long queued) {
    /**
     * One effect of the sample handler.
     *
     * @param orderId whose
     * @param customer the order's customer
     * @param recordedAt when
     */
    public record Effect(UUID orderId, String customer, Instant recordedAt) {}
}
