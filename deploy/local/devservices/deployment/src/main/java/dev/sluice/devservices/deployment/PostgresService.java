package dev.sluice.devservices.deployment;

import dev.sluice.postgres.LocalPostgres;
import dev.sluice.postgres.PortTakenException;
import io.quarkus.deployment.builditem.Startable;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The database of an application in dev or test mode: a server of its own, or in dev mode that of the application which
 * was started first.
 */
final class PostgresService implements Startable {
    /** The library tells every step of a start and stop; held, because the log manager may forget what nobody holds. */
    private static final Logger LIBRARY = Logger.getLogger("io.zonky.test");

    private final int wantedPort;
    private final SharedStart sharing;
    private int port;
    private LocalPostgres owned;

    /**
     * Not started yet.
     *
     * @param wantedPort the port on loopback to share with other applications, or 0 for a server of its own
     * @param sharing how it is shared
     */
    PostgresService(int wantedPort, SharedStart sharing) {
        this.wantedPort = wantedPort;
        this.sharing = sharing;
    }

    @Override
    public void start() {
        LIBRARY.setLevel(Level.WARNING);
        Optional<LocalPostgres> started = sharing.join(this::joins, this::startOwn);
        owned = started.orElse(null);
        port = started.map(LocalPostgres::port).orElse(wantedPort);
    }

    private boolean joins() {
        return wantedPort != 0 && LocalPostgres.isRunningOn(wantedPort);
    }

    private LocalPostgres startOwn() throws SharedStart.TakenException {
        try {
            return LocalPostgres.start(wantedPort);
        } catch (PortTakenException e) {
            throw new SharedStart.TakenException(
                    "PostgreSQL can't be started: " + e.getMessage()
                            + ". Stop that program, or set sluice.devservices.postgres-port to a free port",
                    e);
        }
    }

    String jdbcUrl() {
        return LocalPostgres.jdbcUrl(port);
    }

    String username() {
        return LocalPostgres.username();
    }

    String password() {
        return LocalPostgres.password();
    }

    @Override
    public String getConnectionInfo() {
        return "PostgreSQL: " + jdbcUrl() + (owned == null ? " (joined, it belongs to another dev mode)" : "");
    }

    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.close();
            owned = null;
        }
    }
}
