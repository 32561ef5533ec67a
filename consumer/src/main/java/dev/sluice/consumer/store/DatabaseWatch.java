package dev.sluice.consumer.store;

import dev.sluice.http.CustomHandler;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the {@link DatabaseGate} when the database is there, at start-up and after every outage. Works in the background:
 * the service's socket is open long before, and stays open when the database never comes.
 */
@ApplicationScoped
public class DatabaseWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final int AFTER_THE_POOL_IS_SIZED = 3000;

    private final DatabaseGate gate;
    private final Schema schema;
    private final DatabaseConfig config;
    private final CustomHandler process;
    private final Thread thread = new Thread(this::watch, "sluice-database");

    DatabaseWatch(DatabaseGate gate, Schema schema, DatabaseConfig config, CustomHandler process) {
        this.gate = gate;
        this.schema = schema;
        this.config = config;
        this.process = process;
        this.thread.setDaemon(true);
    }

    void start(@Observes @Priority(AFTER_THE_POOL_IS_SIZED) StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                openWhenUsable();
                while (!gate.awaitClosed(FOREVER)) {
                    // an undisturbed day
                }
                LOG.warn("database away: {}", gate.reason());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the database could not even be asked; otherwise it answers, and waiting for it is not likely to help. */
    private static boolean isAway(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return DatabaseFailure.of(sql) == DatabaseFailure.OUTAGE;
            }
        }
        return false;
    }

    private void openWhenUsable() throws InterruptedException {
        String told = "";
        long answeredUnusable = 0;
        while (true) {
            try {
                schema.ensure();
                LOG.info("database ready");
                gate.open();
                return;
            } catch (Exception e) {
                String reason = String.valueOf(e.getMessage());
                if (!reason.equals(told)) {
                    LOG.warn("database not usable, trying again every {}: {}", config.probeInterval(), reason);
                    told = reason;
                }
                gate.close(reason);
                schema.dropConnections();
                answeredUnusable = isAway(e) ? 0 : answeredUnusable + 1;
                if (config.probeInterval().multipliedBy(answeredUnusable).compareTo(config.unusableLimit()) > 0) {
                    process.giveUp("the database is there but not usable: " + reason);
                    return;
                }
                Thread.sleep(config.probeInterval().toMillis());
            }
        }
    }
}
