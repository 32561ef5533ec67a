package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.DeadLetterReason;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.Outcome;
import dev.sluice.emulator.broker.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;

/**
 * Settles messages as the client's disposition asks: Accepted completes, Modified abandons or (undeliverable here)
 * defers, Rejected dead-letters, Released gives back; at once, or in a
 * transaction. Answers each with its outcome, settled.
 */
final class Settlement {

    private final MessageQueue queue;
    private final Transactions transactions;
    private final Acknowledgements acknowledgements;

    Settlement(MessageQueue queue, ClientConnection connection) {
        this.queue = queue;
        this.transactions = connection.transactions();
        this.acknowledgements = connection.acknowledgements();
    }

    /** Answers an updated delivery; one that the client settles without an outcome stays locked until that expires. */
    void settle(Delivery delivery, UUID lockToken) {
        var asked = delivery.getRemoteState();
        if (asked == null) {
            if (delivery.remotelySettled()) {
                delivery.settle();
            }
            return;
        }
        var answer = answer(asked, lockToken, delivery.remotelySettled());
        if (delivery.remotelySettled()) {
            // The client waits for no answer, so nothing has to be on disk at once.
            LinkContext.answer(delivery, answer);
            return;
        }
        acknowledgements.whenKept(
                failure -> LinkContext.answer(delivery, failure == null ? answer : rejected(AmqpErrors.of(failure))));
    }

    private DeliveryState answer(DeliveryState asked, UUID lockToken, boolean forgotten) {
        try {
            return apply(asked, lockToken, forgotten);
        } catch (BrokerException refusal) {
            return rejected(AmqpErrors.of(refusal));
        }
    }

    private DeliveryState apply(DeliveryState asked, UUID lockToken, boolean forgotten) {
        if (asked instanceof TransactionalState state) {
            var transaction = transactions.find(state.getTxnId());
            if (!(state.getOutcome() instanceof DeliveryState inner) || outcome(inner) == null) {
                transaction.refuse();
                return notSupported();
            }
            // JMS clients settle within a transaction, and expect the message again when it is rolled back.
            transaction.settle(queue, lockToken, outcome(inner), forgotten);
            return Transactions.provisional(state.getTxnId(), answered(inner));
        }
        var outcome = outcome(asked);
        if (outcome == null) {
            return notSupported();
        }
        queue.settle(lockToken, outcome);
        return answered(asked);
    }

    /** Settles a message at once or, if that is not null, in a transaction. */
    static void settle(MessageQueue queue, UUID lockToken, Outcome outcome, Transaction transaction) {
        if (transaction == null) {
            queue.settle(lockToken, outcome);
        } else {
            transaction.settle(queue, lockToken, outcome);
        }
    }

    /** What the client's word means; null if it means nothing here. */
    private static Outcome outcome(DeliveryState asked) {
        if (asked instanceof Accepted) {
            return Outcome.COMPLETED;
        }
        if (asked instanceof Released) {
            return Outcome.RELEASED;
        }
        if (asked instanceof Modified modified) {
            var changes = byName(modified.getMessageAnnotations());
            return Boolean.TRUE.equals(modified.getUndeliverableHere())
                    ? Outcome.deferred(changes)
                    : Outcome.abandoned(changes);
        }
        return asked instanceof Rejected rejected
                ? Outcome.deadLettered(deadLetterProperties(rejected.getError()))
                : null;
    }

    /** The client's own word, but a rejection without its error: JavaScript's client takes any error for a failure. */
    private static DeliveryState answered(DeliveryState asked) {
        return asked instanceof Rejected ? new Rejected() : asked;
    }

    private static Rejected notSupported() {
        return rejected(AmqpErrors.of(AmqpErrors.NOT_IMPLEMENTED, "This outcome is not supported."));
    }

    private static Map<String, Object> deadLetterProperties(ErrorCondition error) {
        if (error == null) {
            return Map.of();
        }
        var properties = byName(error.getInfo());
        if (error.getCondition() != null && !AmqpErrors.DEAD_LETTER.equals(error.getCondition())) {
            properties.putIfAbsent(DeadLetterReason.REASON, error.getCondition().toString());
            if (error.getDescription() != null) {
                properties.putIfAbsent(DeadLetterReason.DESCRIPTION, error.getDescription());
            }
        }
        return properties;
    }

    /** Copies a map whose keys are strings or symbols, whatever the client liked better. */
    static Map<String, Object> byName(Map<?, ?> changes) {
        var named = new HashMap<String, Object>();
        if (changes != null) {
            changes.forEach((name, value) -> named.put(String.valueOf(name), value));
        }
        return named;
    }

    private static Rejected rejected(ErrorCondition error) {
        var rejected = new Rejected();
        rejected.setError(error);
        return rejected;
    }
}
