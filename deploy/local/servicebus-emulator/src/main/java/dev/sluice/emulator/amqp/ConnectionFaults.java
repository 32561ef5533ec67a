package dev.sluice.emulator.amqp;

import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.fault.Moment;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;

/** Does to one connection what the faults that strike it ask for. Without faults, asking costs a volatile read. */
final class ConnectionFaults {

    /** What can be done to a connection. */
    interface Target {

        /** Closes the TCP connection without a word. */
        void drop();

        /** Neither reads nor writes for so long. */
        void freeze(Duration duration);

        /** Ends a link from this side. */
        void detach(Link link, ErrorCondition error);

        /** Does the work on the event loop after so long, followed by a flush. */
        void later(Duration delay, Runnable work);
    }

    private final Faults faults;
    private final Supplier<String> containerId;
    private final Target target;
    private boolean dropped;

    ConnectionFaults(Faults faults, Supplier<String> containerId, Target target) {
        this.faults = faults;
        this.containerId = containerId;
        this.target = target;
    }

    /** Why a link to that address can't be attached, or null if it can. */
    ErrorCondition onAttach(String address) {
        return strike(Moment.ATTACH, address) == null ? null : AmqpErrors.serverBusy();
    }

    /** Whether a request to that address is refused because the server is busy. */
    boolean refusesRequest(String address) {
        return strike(Moment.REQUEST, address) != null;
    }

    /** Whether a whole delivery must not be executed; then it has been dealt with. */
    boolean keepBack(Delivery delivery, LinkContext context) {
        if (!dropped && (faults.isEmpty() || context.management())) {
            return false;
        }
        boolean send = delivery.getLink() instanceof Receiver;
        var fault = dropped ? null : strike(send ? Moment.SEND : Moment.SETTLE, context.address());
        if (fault != null && fault.kind() == FaultKind.FREEZE) {
            // What has arrived has arrived; the answer waits.
            target.freeze(fault.duration());
            return false;
        }
        if (fault == null && !dropped) {
            return false;
        }
        if (send) {
            var link = (Receiver) delivery.getLink();
            link.recv();
            link.advance();
        }
        switch (fault == null ? FaultKind.DROP_CONNECTION : fault.kind()) {
            case SERVER_BUSY -> {
                var busy = new Rejected();
                busy.setError(AmqpErrors.serverBusy());
                delivery.disposition(busy);
                delivery.settle();
            }
            case DETACH_LINK -> target.detach(delivery.getLink(), detached());
            default -> drop();
        }
        return true;
    }

    /** Lets an answer go: now, later, or never. */
    void answer(Moment moment, String address, Runnable answer) {
        var fault = faults.isEmpty() ? null : strike(moment, address);
        if (fault == null) {
            answer.run();
            return;
        }
        switch (fault.kind()) {
            case DELAY -> target.later(fault.duration(), answer);
            case DROP_CONNECTION -> drop();
            default -> {
                // The client never learns that it was settled.
            }
        }
    }

    /** Lets a fault that was just added strike links that are open already. */
    void strikeNow(Collection<Link> links) {
        for (var link : List.copyOf(links)) {
            var context = LinkContext.of(link);
            var fault = context == null || context.address() == null ? null : strike(Moment.NOW, context.address());
            if (fault != null && fault.kind() == FaultKind.FREEZE) {
                target.freeze(fault.duration());
                return;
            }
            if (fault != null) {
                target.detach(link, detached());
            }
        }
    }

    private void drop() {
        dropped = true;
        target.drop();
    }

    private Fault strike(Moment moment, String address) {
        return address == null || faults.isEmpty() ? null : faults.strike(moment, address, containerId.get());
    }

    private static ErrorCondition detached() {
        return AmqpErrors.of(AmqpErrors.DETACH_FORCED, "The link is force detached by the broker. (injected fault)");
    }
}
