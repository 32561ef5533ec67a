package dev.sluice.consumer.parking;

import dev.sluice.consumer.inlet.ServiceBusConnections;
import dev.sluice.consumer.inlet.ServiceBusNamespace;
import dev.sluice.consumer.store.InboxConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Says whether a parked message may be replayed, in SQL, so that a page and a million are judged alike. What is too old may
 * have been processed and forgotten; what the inbox knows was processed.
 */
@ApplicationScoped
public class Verdicts {
    /** It was or may be sent back to its queue. */
    static final String REPLAYED = "Replayed";

    /** It was or may be discarded. */
    static final String DISCARDED = "Discarded";

    /** What came back when it was to be sent: it is parked as before. */
    static final String NOT_SENDABLE = "NotSendable";

    /** An expression on table {@code parked as p}. */
    static final String EXPRESSION = "case"
            + " when p.order_id is null or p.body_type <> 'data' then 'NotAnOrder'"
            + " when exists (select 1 from inbox i where i.order_id = p.order_id) then 'AlreadyProcessed'"
            + " when p.namespace <> all (?) then 'NamespaceNotConfigured'"
            + " when p.enqueued_at < ? and not ? then 'TooOldToReplay'"
            + " when p.replays >= ? and not ? then 'TooManyReplays'"
            + " else '" + REPLAYED + "' end";

    private final ParkingConfig config;
    private final InboxConfig inbox;
    private final String[] namespaces;

    Verdicts(ParkingConfig config, InboxConfig inbox, ServiceBusConnections connections) {
        this.config = config;
        this.inbox = inbox;
        this.namespaces =
                connections.namespaces().stream().map(ServiceBusNamespace::name).toArray(String[]::new);
    }

    /**
     * Sets the parameters of {@link #EXPRESSION}.
     *
     * @param next the number of the first one
     * @param force whether age and number of replays do not count
     * @return the number after the last one
     */
    int set(PreparedStatement statement, int next, boolean force) throws SQLException {
        statement.setArray(next, statement.getConnection().createArrayOf("text", namespaces));
        statement.setObject(next + 1, oldest().atOffset(ZoneOffset.UTC));
        statement.setBoolean(next + 2, force);
        statement.setInt(next + 3, config.maxReplays());
        statement.setBoolean(next + 4, force);
        return next + 5;
    }

    /** What was enqueued before that is too old. */
    Instant oldest() {
        return Instant.now().minus(inbox.retention());
    }

    /** Whether a message is replayed only because somebody forces it. */
    boolean isForced(Instant enqueuedAt, int replays) {
        return enqueuedAt.isBefore(oldest()) || replays >= config.maxReplays();
    }
}
