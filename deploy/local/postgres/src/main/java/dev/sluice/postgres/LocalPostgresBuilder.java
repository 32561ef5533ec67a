package dev.sluice.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Settings of a {@link LocalPostgres}, and its start. */
public final class LocalPostgresBuilder {
    /** What tells a LocalPostgres from any other server, see {@link LocalPostgres#isRunningOn}. */
    static final String CLUSTER_NAME = "sluice-local";

    private static final Duration STARTUP_WAIT = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 2;

    private int port;
    private int maxConnections = 200;
    private Path log;
    private boolean stopAtExit = true;

    LocalPostgresBuilder() {}

    /** The port on 127.0.0.1; 0, the default, takes a free one. */
    public LocalPostgresBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** How many connections it takes at a time; 200 by default. */
    public LocalPostgresBuilder maxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
        return this;
    }

    /** The file that gets what the server prints, appended; null, the default, for this JVM's own log. */
    public LocalPostgresBuilder log(Path log) {
        this.log = log;
        return this;
    }

    /**
     * Whether a shutdown hook of its own stops the server when the JVM ends, which is the default. Switch it off where
     * others must be stopped before it, and close it yourself.
     */
    public LocalPostgresBuilder stopAtExit(boolean stopAtExit) {
        this.stopAtExit = stopAtExit;
        return this;
    }

    /**
     * Starts the server and returns when it takes connections. Can be interrupted; then, as after any failure, neither a
     * process nor a file is left.
     *
     * @throws PortTakenException if somebody else listens on the port
     * @throws UncheckedIOException if it can't be started
     */
    public LocalPostgres start() {
        if (port != 0) {
            requireFree(port);
            return start(port);
        }
        // Between finding a free port and using it, somebody else may take it.
        for (int attempt = 1; ; attempt++) {
            try {
                return start(requireFree(0));
            } catch (UncheckedIOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private LocalPostgres start(int freePort) {
        // Where the library looks for servers that a killed JVM left behind: the next start stops and deletes them.
        Path data = LocalPostgres.home().resolve(UUID.randomUUID().toString());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(freePort)
                .setDataDirectory(data)
                .setRegisterShutdownHook(stopAtExit)
                .setPGStartupWait(STARTUP_WAIT)
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("cluster_name", CLUSTER_NAME)
                .setServerConfig("max_connections", Integer.toString(maxConnections))
                // The library switches both off: -F and a default.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on");
        if (log != null) {
            builder.setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()));
        }
        try {
            return new LocalPostgres(builder.start(), data);
        } catch (IOException e) {
            Remains.of(data).remove();
            throw new UncheckedIOException("PostgreSQL did not start on port " + freePort, e);
        } catch (RuntimeException e) {
            Remains.of(data).remove();
            throw e;
        }
    }

    private static int requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PortTakenException(port, e);
        }
    }
}
