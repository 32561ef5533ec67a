package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.OffsetDateTime;

/** Counts what reaches this instance from one queue, and what became of the locks on it. */
final class DeliveryMeters {
    private final Counter first;
    private final Counter again;
    private final Counter renewed;
    private final Counter lost;

    /** @param queue the queue's name; the same in both namespaces, which count together */
    DeliveryMeters(MeterRegistry metrics, String queue) {
        first = received(metrics, queue, false);
        again = received(metrics, queue, true);
        renewed = Counter.builder("sluice.locks.renewed")
                .description("Messages whose lock had to be renewed while they were in hand")
                .tag("queue", queue)
                .register(metrics);
        lost = Counter.builder("sluice.locks.lost")
                .description("Messages whose lock was gone when they were to be settled")
                .tag("queue", queue)
                .register(metrics);
    }

    /** A message has come. */
    void received(long deliveryCount) {
        (deliveryCount > 0 ? again : first).increment();
    }

    /**
     * A message leaves this instance's hands.
     *
     * @param before when its lock would have run out as it came
     * @param after when it will run out now
     */
    void released(OffsetDateTime before, OffsetDateTime after) {
        // A session's messages have no lock of their own.
        if (before != null && after != null && after.isAfter(before)) {
            renewed.increment();
        }
    }

    /** A message could not be settled. */
    void notSettled(RuntimeException why) {
        if (why instanceof ServiceBusException failure
                && failure.getReason() == ServiceBusFailureReason.MESSAGE_LOCK_LOST) {
            lost.increment();
        }
    }

    private static Counter received(MeterRegistry metrics, String queue, boolean redelivered) {
        return Counter.builder("sluice.messages.received")
                .description("Messages that have come, some of them not for the first time")
                .tag("queue", queue)
                .tag("redelivered", Boolean.toString(redelivered))
                .register(metrics);
    }
}
