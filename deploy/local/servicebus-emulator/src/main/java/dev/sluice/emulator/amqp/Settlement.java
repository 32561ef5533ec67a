package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.DeadLetterReason;
import dev.sluice.emulator.broker.MessageQueue;
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
import org.apache.qpid.proton.engine.EndpointState;

/**
 * Settles messages as the client's disposition asks: Accepted completes, Modified abandons or (undeliverable here)
 * defers, Rejected dead-letters, Released gives back. Answers each with its outcome, settled.
 */
final class Settlement {

    private final MessageQueue queue;
    private final Acknowledgements acknowledgements;

    Settlement(MessageQueue queue, Acknowledgements acknowledgements) {
        this.queue = queue;
        this.acknowledgements = acknowledgements;
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
        var answer = answer(asked, lockToken);
        acknowledgements.whenKept(failure -> {
            // The link may be gone by now.
            if (delivery.getLink().getLocalState() == EndpointState.ACTIVE) {
                if (!delivery.remotelySettled()) {
                    delivery.disposition(failure == null ? answer : rejected(AmqpErrors.of(failure)));
                }
                delivery.settle();
            }
        });
    }

    private DeliveryState answer(DeliveryState asked, UUID lockToken) {
        try {
            return apply(asked, lockToken);
        } catch (BrokerException refusal) {
            return rejected(AmqpErrors.of(refusal));
        }
    }

    private DeliveryState apply(DeliveryState asked, UUID lockToken) {
        if (asked instanceof Accepted) {
            queue.complete(lockToken);
            return asked;
        }
        if (asked instanceof Released) {
            queue.release(lockToken);
            return asked;
        }
        if (asked instanceof Modified modified) {
            var changes = byName(modified.getMessageAnnotations());
            if (Boolean.TRUE.equals(modified.getUndeliverableHere())) {
                queue.defer(lockToken, changes);
            } else {
                queue.abandon(lockToken, changes);
            }
            return asked;
        }
        if (asked instanceof Rejected rejected) {
            queue.deadLetter(lockToken, deadLetterProperties(rejected.getError()));
            // Without the error that came in: JavaScript's client takes any error in the answer for a failure.
            return new Rejected();
        }
        var what = asked instanceof TransactionalState ? "Transactions are" : "This outcome is";
        return rejected(AmqpErrors.of(AmqpErrors.NOT_IMPLEMENTED, what + " not supported."));
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
