package dev.sluice.consumer.parking;

import dev.sluice.consumer.store.DatabaseGate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how many messages are parked, in the whole table. */
@Startup
@ApplicationScoped
public class ParkedCount {
    private static final Logger LOG = LoggerFactory.getLogger(ParkedCount.class);
    private static final String COUNT =
            "select state, count(*) from parked where state in ('parked', 'replaying') group by state";

    private final DataSource dataSource;
    private final DatabaseGate gate;
    private final AtomicLong parked = new AtomicLong();
    private final AtomicLong replaying = new AtomicLong();

    ParkedCount(DataSource dataSource, DatabaseGate gate, MeterRegistry metrics) {
        this.dataSource = dataSource;
        this.gate = gate;
        register(metrics, "parked", parked);
        register(metrics, "replaying", replaying);
    }

    /** Counts. */
    @Scheduled(
            every = "${sluice.parking.count-interval:15S}",
            delayed = "5S",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void count() {
        if (!gate.isOpen()) {
            return;
        }
        long nowParked = 0;
        long nowReplaying = 0;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement count = connection.prepareStatement(COUNT);
                ResultSet row = count.executeQuery()) {
            while (row.next()) {
                nowParked += row.getString(1).equals("parked") ? row.getLong(2) : 0;
                nowReplaying += row.getString(1).equals("replaying") ? row.getLong(2) : 0;
            }
            parked.set(nowParked);
            replaying.set(nowReplaying);
        } catch (SQLException e) {
            LOG.warn("what is parked can't be counted, the next round will try again: {}", e.getMessage());
        }
    }

    private static void register(MeterRegistry metrics, String state, AtomicLong value) {
        Gauge.builder("sluice.parked", value, AtomicLong::get)
                .description("Messages in table parked; every instance tells the same number")
                .tag("state", state)
                .register(metrics);
    }
}
