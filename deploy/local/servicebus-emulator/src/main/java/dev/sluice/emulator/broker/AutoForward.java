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
    private final MessageFormat format;

    AutoForward(Supplier<Optional<MessageQueue>> target, DeadLetterTarget deadLetters, MessageFormat format) {
        this.target = target;
        this.format = format;
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
            var queue = target.get().orElseThrow();
            queue.intake().forwarded(identified(message, queue), hops + 1);
        } catch (BrokerException refusal) {
            deadLetters.accept(message.withProperties(DeadLetterReason.forwardingRefused(refusal)));
        }
    }

    /** A message that waited in a store has lost its id, by which the target may know it for a duplicate. */
    private QueuedMessage identified(QueuedMessage message, MessageQueue queue) {
        return message.content().messageId() != null
                        || queue.options().duplicateDetectionWindow().isZero()
                ? message
                : message.with(message.content().withMessageId(format.messageId(message)));
    }
}
