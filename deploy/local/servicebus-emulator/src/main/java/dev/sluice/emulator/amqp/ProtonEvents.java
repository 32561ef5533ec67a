package dev.sluice.emulator.amqp;

import dev.sluice.emulator.metrics.Traffic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;

/** Answers the events of one connection's engine: mirrors opens and closes, and passes the rest on to the links. */
final class ProtonEvents {

    // Each link may hold a message that is not yet whole, so their number bounds what one client can make us keep.
    static final int MAX_LINKS = 1000;
    // With so many messages at hand a client is busy for longer than AmqpConnection rests.
    private static final int MANY = 200;
    // The SDK opens a session for each of its links.
    static final int MAX_SESSIONS = 1000;

    private static final EnumSet<EndpointState> ANY = EnumSet.allOf(EndpointState.class);
    private static final EnumSet<EndpointState> OPEN = EnumSet.of(EndpointState.ACTIVE);

    private final LinkGuard guard;
    private final LinkRouter router;
    private final Traffic traffic;
    private final Map<Link, LinkEndpoint> endpoints = new LinkedHashMap<>();
    // What the client opened and did not close yet, refused or not: the engine keeps each until then.
    private int links;
    private int sessions;
    private boolean cutOff;
    private boolean atEase;
    private boolean urgent;

    ProtonEvents(LinkGuard guard, LinkRouter router, Traffic traffic) {
        this.guard = guard;
        this.router = router;
        this.traffic = traffic;
    }

    /** Handles all events that wait in the collector. */
    void handle(Collector collector) {
        for (var event = collector.peek(); event != null; event = collector.peek()) {
            handle(event);
            collector.pop();
        }
    }

    /** Lets every link go on that waits for room to write. */
    void roomToWrite() {
        // A copy: a link may be refused or closed on the way.
        new ArrayList<>(endpoints.values()).forEach(LinkEndpoint::onCredit);
    }

    /** The connection is gone. */
    void connectionLost() {
        forget(link -> true);
    }

    /** Whether the client went too far, so that the connection is to be closed without waiting for its consent. */
    boolean isCutOff() {
        return cutOff;
    }

    /**
     * Whether the client did nothing since this was last asked but settle, without asking for an answer, some of the many
     * messages that it has at hand, and has no link on which it could send something that it waits for.
     */
    boolean isLeisurely() {
        boolean leisurely = atEase && !urgent && endpoints.keySet().stream().noneMatch(Receiver.class::isInstance);
        atEase = false;
        urgent = false;
        return leisurely;
    }

    /** The links that are attached. */
    Set<Link> links() {
        return endpoints.keySet();
    }

    /** Ends every link whose token has expired. */
    void detachUnauthorized() {
        for (var link : new ArrayList<>(endpoints.keySet())) {
            var missing = guard.missingRight(link);
            if (missing != null) {
                detach(link, missing);
            }
        }
    }

    /** Ends a link from this side. */
    void detach(Link link, ErrorCondition error) {
        forget(link::equals);
        link.setCondition(error);
        link.close();
    }

    private void handle(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> open(event.getConnection());
            case CONNECTION_REMOTE_CLOSE -> {
                connectionLost();
                event.getConnection().close();
            }
            case SESSION_REMOTE_OPEN -> begin(event.getSession());
            case SESSION_REMOTE_CLOSE -> close(event.getSession());
            case LINK_REMOTE_OPEN -> attach(event.getLink());
            case LINK_REMOTE_CLOSE, LINK_REMOTE_DETACH -> close(event);
            case LINK_FLOW -> {
                var endpoint = endpoints.get(event.getLink());
                if (endpoint != null) {
                    endpoint.onCredit();
                }
            }
            case DELIVERY -> {
                var endpoint = endpoints.get(event.getLink());
                if (endpoint != null) {
                    endpoint.onDelivery(event.getDelivery());
                }
                noteHaste(event.getDelivery());
            }
            default -> {
                // The engine's own comings and goings.
            }
        }
    }

    private void noteHaste(Delivery delivery) {
        boolean waits = !delivery.remotelySettled()
                || !(delivery.getLink() instanceof Sender sender)
                || sender.getUnsettled() < MANY;
        urgent |= waits;
        atEase |= !waits;
    }

    private static void open(Connection connection) {
        connection.setContainer("sluice-servicebus-emulator");
        connection.open();
    }

    private void begin(Session session) {
        session.open();
        if (++sessions > MAX_SESSIONS) {
            cutOff(session.getConnection(), "Too many sessions on one connection.");
        }
    }

    private void attach(Link link) {
        // Attached again under the same name: what stood behind the first attach must not be left waiting or locked.
        forget(link::equals);
        if (++links > 2 * MAX_LINKS) {
            cutOff(link.getSession().getConnection(), "Too many links on one connection.");
            return;
        }
        if (endpoints.size() >= MAX_LINKS) {
            LinkRouter.refuse(
                    link, AmqpErrors.of(AmqpErrors.RESOURCE_LIMIT_EXCEEDED, "Too many links on one connection."));
            return;
        }
        var refusal = guard.refusal(link);
        if (refusal != null) {
            LinkRouter.refuse(link, refusal);
            return;
        }
        router.attach(link).ifPresent(endpoint -> {
            endpoints.put(link, endpoint);
            traffic.links(1);
        });
    }

    private void close(Event event) {
        var link = event.getLink();
        links--;
        forget(link::equals);
        if (event.getType() == Event.Type.LINK_REMOTE_DETACH) {
            link.detach();
        } else {
            link.close();
        }
        link.free();
    }

    private void close(Session session) {
        sessions--;
        forget(link -> link.getSession().equals(session));
        for (var link = session.getConnection().linkHead(ANY, OPEN); link != null; link = link.next(ANY, OPEN)) {
            links -= link.getSession().equals(session) ? 1 : 0;
        }
        session.close();
        session.free();
    }

    private void cutOff(Connection connection, String why) {
        cutOff = true;
        connectionLost();
        connection.setCondition(AmqpErrors.of(AmqpErrors.RESOURCE_LIMIT_EXCEEDED, why));
        connection.close();
    }

    private void forget(Predicate<Link> which) {
        var gone = endpoints.keySet().stream().filter(which).toList();
        traffic.links(-gone.size());
        gone.forEach(link -> endpoints.remove(link).onClosed());
    }
}
