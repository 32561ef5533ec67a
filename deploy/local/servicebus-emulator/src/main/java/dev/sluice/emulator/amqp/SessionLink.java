package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.SessionListener;
import dev.sluice.emulator.broker.SessionReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Sender;

/**
 * A link on which a client receives one session: the filter {@code com.microsoft:session-filter} names it, or asks for any
 * with null. The attach is answered when a session is there, with its id in the filter. The session is free again as soon
 * as the link is gone.
 */
final class SessionLink implements LinkEndpoint, SessionListener {

    private static final Symbol SESSION_FILTER = Symbol.valueOf("com.microsoft:session-filter");
    private static final Symbol LOCKED_UNTIL = Symbol.valueOf("com.microsoft:locked-until-utc");
    private static final Symbol TIMEOUT = Symbol.valueOf("com.microsoft:timeout");
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    // .NET counts its ticks of 100 ns from the year 1.
    private static final long EPOCH_IN_TICKS = 621_355_968_000_000_000L;

    private final Sender link;
    private final MessageQueue queue;
    private final ClientConnection connection;
    private SessionReceiver session;
    private OutgoingLink messages;
    private boolean closed;

    SessionLink(Sender link, MessageQueue queue, ClientConnection connection) {
        this.link = link;
        this.queue = queue;
        this.connection = connection;
    }

    /** Whether a link that a client attaches is meant for a session. */
    static boolean isAskedFor(Sender link) {
        return filters(link).containsKey(SESSION_FILTER);
    }

    /** Locks the session, or lets the client wait for one. */
    @Override
    public void onAttached(Link ignored) {
        var asked = filters(link).get(SESSION_FILTER);
        // Some clients describe their filters, and some don't.
        var id = asked instanceof DescribedType described ? described.getDescribed() : asked;
        if (id == null) {
            queue.sessions().acceptNext(timeout(), connection, this);
        } else {
            open(queue.sessions().accept(id.toString(), connection, this));
        }
    }

    @Override
    public void accepted(SessionReceiver receiver) {
        connection.eventLoop().execute(() -> {
            if (closed) {
                receiver.close();
            } else {
                open(receiver);
            }
        });
    }

    @Override
    public void timedOut() {
        connection.eventLoop().execute(() -> {
            if (!closed) {
                var waited = timeout();
                var text = String.format(
                        "The operation did not complete within the allotted timeout of %02d:%02d:%02d.",
                        waited.toHours(), waited.toMinutesPart(), waited.toSecondsPart());
                LinkRouter.refuse(link, AmqpErrors.of(AmqpErrors.TIMEOUT, text));
            }
        });
    }

    @Override
    public void lockLost() {
        connection
                .eventLoop()
                .execute(() -> detach(AmqpErrors.of(
                        AmqpErrors.SESSION_LOCK_LOST,
                        "The session lock has expired on the MessageSession. Accept a new MessageSession.")));
    }

    @Override
    public void onCredit() {
        if (messages != null) {
            messages.onCredit();
        }
    }

    @Override
    public void onDelivery(Delivery delivery) {
        if (messages != null) {
            messages.onDelivery(delivery);
        }
    }

    @Override
    public void onClosed() {
        closed = true;
        if (session == null) {
            queue.sessions().stopWaiting(this);
        } else {
            messages.onClosed();
            session.close();
        }
    }

    private void open(SessionReceiver accepted) {
        session = accepted;
        messages = new OutgoingLink(link, accepted, queue, connection);
        var source = new Source();
        var asked = (Source) link.getRemoteSource();
        source.setAddress(asked.getAddress());
        source.setFilter(Map.of(SESSION_FILTER, accepted.sessionId()));
        link.setSource(source);
        var properties = new HashMap<Symbol, Object>();
        if (link.getRemoteProperties() != null) {
            properties.putAll(link.getRemoteProperties());
        }
        properties.put(LOCKED_UNTIL, ticks(accepted.lockedUntil()));
        link.setProperties(properties);
        link.open();
        messages.onCredit();
    }

    private void detach(ErrorCondition error) {
        if (messages != null && link.getLocalState() == EndpointState.ACTIVE) {
            messages.onClosed();
            link.setCondition(error);
            link.close();
        }
    }

    private Duration timeout() {
        var properties = link.getRemoteProperties();
        return properties != null && properties.get(TIMEOUT) instanceof Number millis
                ? Duration.ofMillis(millis.longValue())
                : DEFAULT_TIMEOUT;
    }

    private static Map<?, ?> filters(Sender link) {
        return link.getRemoteSource() instanceof Source source && source.getFilter() != null
                ? source.getFilter()
                : Map.of();
    }

    private static long ticks(Instant time) {
        return EPOCH_IN_TICKS + time.getEpochSecond() * 10_000_000 + time.getNano() / 100;
    }
}
