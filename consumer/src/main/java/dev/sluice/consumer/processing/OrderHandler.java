package dev.sluice.consumer.processing;

import dev.sluice.messaging.ReceivedOrder;
import java.sql.Connection;

/**
 * The work that is to be done once for each order. Implement it as an {@code @ApplicationScoped} bean in place of {@link
 * FulfilmentHandler}.
 *
 * <p>Whatever goes through {@code connection} is committed together with the mark that the order is processed: exactly
 * once. Anything else (a call, a mail, another message) happens at least once, because the process may die after it and
 * before the commit: write such work into an outbox table here and do it from there.
 */
public interface OrderHandler {
    /**
     * Does the work for one order. Must neither commit, roll back nor close {@code connection}, and must return well
     * within the message lock's duration.
     *
     * @param order the order; its constraints hold
     * @param connection the transaction that the effect belongs into
     * @throws OrderRefusedException if this order can never be processed: it is parked at once
     * @throws Exception if it can't be processed now: the transaction is rolled back and the order is delivered again
     */
    void handle(ReceivedOrder order, Connection connection) throws Exception;
}
