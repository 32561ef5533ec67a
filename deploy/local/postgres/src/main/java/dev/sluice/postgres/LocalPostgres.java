package dev.sluice.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL server with an empty database, on loopback only, that lives until {@link #close()}. It commits as a
 * server in production does: {@code fsync} and {@code synchronous_commit} are on, so that what it says about durability
 * and speed can be believed. Anybody on this machine may connect: keep nothing here that matters.
 */
public final class LocalPostgres implements AutoCloseable {
    static final String USER = "postgres";
    static final String DATABASE = "postgres";

    private final EmbeddedPostgres server;
    private final Path data;
    private volatile Postmaster postmaster;
    private volatile ServerCommand command;

    /**
     * A server that runs.
     *
     * @param data its data directory
     * @throws IOException if it does not
     */
    LocalPostgres(EmbeddedPostgres server, Path data) throws IOException {
        this.server = server;
        this.data = data;
        this.postmaster = Postmaster.of(data);
    }

    /** How to start one; every setting has a default. */
    public static LocalPostgresBuilder builder() {
        return new LocalPostgresBuilder();
    }

    /**
     * A server on a free port.
     *
     * @throws UncheckedIOException if it can't be started
     */
    public static LocalPostgres start() {
        return builder().start();
    }

    /**
     * A server on the given port; 0 takes a free one.
     *
     * @throws PortTakenException if somebody else listens there
     * @throws UncheckedIOException if it can't be started
     */
    public static LocalPostgres start(int port) {
        return builder().port(port).start();
    }

    /** Whether a LocalPostgres, of this or of another process, answers on this port of the loopback interface. */
    public static boolean isRunningOn(int port) {
        PGSimpleDataSource source = dataSource(port);
        source.setLoginTimeout(2);
        source.setSocketTimeout(2);
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show cluster_name")) {
            return rows.next() && LocalPostgresBuilder.CLUSTER_NAME.equals(rows.getString(1));
        } catch (SQLException nobodyOrSomebodyElse) {
            return false;
        }
    }

    /** Where JDBC finds the server on that port, whichever process it belongs to. */
    public static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    }

    /** Where JDBC finds the database; without credentials. */
    public String jdbcUrl() {
        return jdbcUrl(port());
    }

    /** The user to sign in as, a superuser. */
    public static String username() {
        return USER;
    }

    /** The password to sign in with; the server trusts loopback and takes any, but clients insist on having one. */
    public static String password() {
        return USER;
    }

    /** The TCP port on 127.0.0.1. */
    public int port() {
        return server.getPort();
    }

    /** The process id of the server's main process. */
    public long pid() {
        return postmaster.pid();
    }

    /** Connections to the database, one new one per request. */
    public DataSource dataSource() {
        return dataSource(port());
    }

    /** Ends every process of the server at once (SIGKILL), as a power failure would; returns when they are gone. */
    public void kill() {
        command = ServerCommand.of(postmaster.pid());
        postmaster.kill();
    }

    /**
     * Starts the server again, on the same port and data, after {@link #kill}; returns when it takes connections.
     *
     * @param log gets what it prints, appended
     * @throws IllegalStateException if it was not killed
     * @throws UncheckedIOException if it can't be started
     */
    public void restart(Path log) {
        if (command == null) {
            throw new IllegalStateException("the server was not killed");
        }
        try {
            command.start(log, () -> isRunningOn(port()));
            postmaster = Postmaster.of(data);
            command = null;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start again on port " + port(), e);
        }
    }

    /** Stops the server and deletes its data; returns when its process is gone. A second call does nothing. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL on port " + port() + " could not be stopped", e);
        } finally {
            postmaster.awaitExit();
        }
    }

    private static PGSimpleDataSource dataSource(int port) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(port));
        source.setUser(USER);
        source.setPassword(USER);
        return source;
    }

    /** The directory that servers keep their data in, each in one of its own; the embedded library's default. */
    static Path home() {
        return Path.of(System.getProperty(
                "ot.epg.working-dir",
                Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg").toString()));
    }
}
