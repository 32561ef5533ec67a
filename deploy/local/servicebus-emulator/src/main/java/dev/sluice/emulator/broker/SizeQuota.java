package dev.sluice.emulator.broker;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that an entity may hold, its dead-letter subqueue included, as Azure counts them. Thread-safe. */
final class SizeQuota {

    private final String entity;
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** Limits an entity, named with its kind as in {@code Queue: 'orders'}. */
    SizeQuota(String entity, long limit) {
        this.entity = entity;
        this.limit = limit;
    }

    /** Refuses what would not fit. A check and no reservation: senders at the same instant may overshoot a little. */
    void check(long bytes) {
        long now = used.get();
        if (now + bytes > limit) {
            throw new BrokerException(
                    BrokerException.Reason.QUOTA_EXCEEDED,
                    "The maximum entity size has been reached or exceeded for " + entity
                            + ". Size of entity in bytes:" + now + ", Max entity size in bytes:" + limit
                            + ". For more information please see https://aka.ms/ServiceBusResourceQuotas .");
        }
    }

    /** Counts bytes in, or out when negative; a message that moves is never refused, or it would be lost. */
    void add(long bytes) {
        used.addAndGet(bytes);
    }
}
