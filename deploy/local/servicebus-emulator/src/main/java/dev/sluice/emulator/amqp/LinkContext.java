package dev.sluice.emulator.amqp;

import dev.sluice.emulator.fault.Moment;
import dev.sluice.emulator.metrics.Traffic;
import dev.sluice.emulator.security.AccessRight;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;

/**
 * What is known of a link that was let in, attached to it: where it leads, what it needs, and the way on which all its
 * deliveries are answered, so that faults can get in between.
 *
 * @param address what it leads to, as the client named it; null for {@code $cbs} and transactions
 * @param right what its use needs, or null for any right there
 * @param management whether it carries requests and not messages
 */
record LinkContext(String address, AccessRight right, boolean management, ConnectionFaults faults, Traffic traffic) {

    /** Lets the link be found again by {@link #of}. */
    void attachTo(Link link) {
        link.attachments().set(LinkContext.class, LinkContext.class, this);
    }

    /** Of a link that was let in. */
    static LinkContext of(Link link) {
        return link.attachments().get(LinkContext.class, LinkContext.class);
    }

    /** Whether a fault keeps a whole delivery that arrived from being executed; then it has been dealt with. */
    static boolean isKeptBack(Delivery delivery) {
        var context = of(delivery.getLink());
        return context.faults.keepBack(delivery, context);
    }

    /** Answers a transfer or a disposition that has been executed with its outcome, settled. */
    static void answer(Delivery delivery, DeliveryState outcome) {
        var context = of(delivery.getLink());
        boolean send = delivery.getLink() instanceof Receiver;
        if (!send) {
            context.traffic.settled(counted(outcome));
        }
        context.faults.answer(send ? Moment.ANSWER : Moment.ANSWER_SETTLE, context.address, () -> {
            if (delivery.getLink().getLocalState() != EndpointState.ACTIVE) {
                return;
            }
            if (!delivery.remotelySettled()) {
                delivery.disposition(outcome);
            }
            delivery.settle();
        });
    }

    private static Traffic.Outcome counted(DeliveryState outcome) {
        if (outcome instanceof Accepted) {
            return Traffic.Outcome.COMPLETED;
        }
        if (outcome instanceof Rejected rejected) {
            return rejected.getError() == null ? Traffic.Outcome.DEAD_LETTERED : Traffic.Outcome.REFUSED;
        }
        return outcome instanceof Modified modified && Boolean.TRUE.equals(modified.getUndeliverableHere())
                ? Traffic.Outcome.DEFERRED
                : Traffic.Outcome.ABANDONED;
    }
}
