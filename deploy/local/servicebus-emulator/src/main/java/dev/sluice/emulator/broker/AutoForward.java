package dev.sluice.emulator.broker;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Auto-forwarding to a queue or topic. What can't go there is dead-lettered where it is.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-auto-forwarding">Chaining Service Bus
 *     entities with autoforwarding</a>
 */
final class AutoForward implements Onward {

    private static final int MAX_HOPS = 4;

    private final Supplier<Optional<MessageQueue>> target;
    private final DeadLetterTarget deadLetters;

    AutoForward(Supplier<Optional<MessageQueue>> target, DeadLetterTarget deadLetters) {
        this.target = target;
        this.deadLetters = deadLetters;
    }

    @Override
    public void accept(QueuedMessage message, int hops) {
        if (hops == MAX_HOPS) {
            deadLetters.accept(message.withProperties(DeadLetterReason.maxTransferHopCountExceeded()));
            return;
        }
        try {
            // Entities are never taken away, and the declaration saw this one.
            target.get().orElseThrow().takeForwarded(message, hops + 1);
        } catch (BrokerException refusal) {
            deadLetters.accept(message.withProperties(DeadLetterReason.forwardingRefused(refusal)));
        }
    }
}
