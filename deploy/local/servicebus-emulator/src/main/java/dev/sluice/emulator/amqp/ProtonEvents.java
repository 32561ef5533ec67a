package dev.sluice.emulator.amqp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;

/** Answers the events of one connection's engine: mirrors opens and closes, and passes the rest on to the links. */
final class ProtonEvents {

    // Each link may hold a message that is not yet whole, so their number bounds what one client can make us keep.
    static final int MAX_LINKS = 1000;

    private final LinkRouter router;
    private final Map<Link, LinkEndpoint> endpoints = new LinkedHashMap<>();

    ProtonEvents(LinkRouter router) {
        this.router = router;
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

    private void handle(Event event) {
        switch (event.getType()) {
            case CONNECTION_REMOTE_OPEN -> open(event.getConnection());
            case CONNECTION_REMOTE_CLOSE -> {
                connectionLost();
                event.getConnection().close();
            }
            case SESSION_REMOTE_OPEN -> event.getSession().open();
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
            }
            default -> {
                // The engine's own comings and goings.
            }
        }
    }

    private static void open(Connection connection) {
        connection.setContainer("sluice-servicebus-emulator");
        connection.open();
    }

    private void attach(Link link) {
        // Attached again under the same name: what stood behind the first attach must not be left waiting or locked.
        forget(link::equals);
        if (endpoints.size() >= MAX_LINKS) {
            LinkRouter.refuse(
                    link, AmqpErrors.of(AmqpErrors.RESOURCE_LIMIT_EXCEEDED, "Too many links on one connection."));
        } else {
            router.attach(link).ifPresent(endpoint -> endpoints.put(link, endpoint));
        }
    }

    private void close(Event event) {
        var link = event.getLink();
        forget(link::equals);
        if (event.getType() == Event.Type.LINK_REMOTE_DETACH) {
            link.detach();
        } else {
            link.close();
        }
        link.free();
    }

    private void close(Session session) {
        forget(link -> link.getSession().equals(session));
        session.close();
        session.free();
    }

    private void forget(Predicate<Link> which) {
        var gone = endpoints.keySet().stream().filter(which).toList();
        gone.forEach(link -> endpoints.remove(link).onClosed());
    }
}
