package dev.sluice.consumer.store;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets processed orders once no copy of their message can turn up any more. Forgetting earlier would let a late copy
 * have its effect a second time, so too short a retention is refused at start-up.
 */
@ApplicationScoped
public class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int CHUNK = 1000;
    /** What is parked, or on its way back, stays for ever. */
    private static final String DONE_WITH = "state in ('replayed', 'discarded')";

    private final DataSource dataSource;
    private final DatabaseGate gate;
    private final InboxConfig config;

    Retention(DataSource dataSource, DatabaseGate gate, InboxConfig config) {
        this.dataSource = dataSource;
        this.gate = gate;
        this.config = config;
    }

    void check(@Observes StartupEvent event) {
        Duration needed = config.queueTimeToLive().plus(config.longestRetry()).plus(config.longestOutage());
        if (config.retention().compareTo(needed) < 0) {
            throw new ConfigurationException(
                    ("sluice.inbox.retention (%s) must be at least queue-time-to-live + longest-retry"
                                    + " + longest-outage (%s): a message older than the inbox's memory could be processed twice")
                            .formatted(config.retention(), needed));
        }
    }

    /** Purges what is older than the retention, in chunks, so that no lock is held for long. */
    @Scheduled(
            every = "${sluice.inbox.purge-interval:10M}",
            delayed = "1M",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void purge() {
        if (!gate.isOpen()) {
            return;
        }
        try {
            Instant limit = Instant.now().minus(config.retention());
            int purged = purge("inbox", "order_id", "processed_at < ?", limit)
                    + purge("retrying", "order_id", "failed_at < ?", limit)
                    + purge("parked", "namespace, sequence_number", DONE_WITH + " and state_since < ?", limit);
            if (purged > 0) {
                LOG.info("purged {} rows older than {}", purged, config.retention());
            }
        } catch (SQLException e) {
            LOG.warn("purging failed, the next round will try again: {}", e.getMessage());
        }
    }

    private int purge(String table, String key, String condition, Instant limit) throws SQLException {
        String sql = "delete from %1$s where (%2$s) in (select %2$s from %1$s where %3$s limit %4$d)"
                .formatted(table, key, condition, CHUNK);
        int purged = 0;
        int last = CHUNK;
        while (last == CHUNK) {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement delete = connection.prepareStatement(sql)) {
                delete.setObject(1, limit.atOffset(ZoneOffset.UTC));
                last = delete.executeUpdate();
                purged += last;
            }
        }
        return purged;
    }
}
