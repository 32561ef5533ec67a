package dev.sluice.emulator.broker;

import java.time.Instant;
import java.util.UUID;

/**
 * A message handed to a consumer.
 *
 * @param message the message as it stood when it was handed out
 * @param lockToken names this delivery; new for each one, also for a message that is deleted on receipt
 * @param lockedUntil when the lock expires, or null when the message was deleted on receipt
 */
public record Delivery(QueuedMessage message, UUID lockToken, Instant lockedUntil) {

    /** The same delivery with the message's bytes in memory; throws like {@link Body#encoded}. */
    Delivery held() {
        var held = message.held();
        return held == message ? this : new Delivery(held, lockToken, lockedUntil);
    }
}
