package dev.sluice.emulator;

import dev.sluice.emulator.admin.AdminServer;
import dev.sluice.emulator.amqp.AmqpMessageFormat;
import dev.sluice.emulator.amqp.AmqpOptions;
import dev.sluice.emulator.amqp.AmqpPropertyCodec;
import dev.sluice.emulator.amqp.AmqpServer;
import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.MessageStore;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.TopicOptions;
import dev.sluice.emulator.config.ConfigException;
import dev.sluice.emulator.config.EmulatorConfig;
import dev.sluice.emulator.config.Entities;
import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.metrics.Traffic;
import dev.sluice.emulator.security.AccessRight;
import dev.sluice.emulator.store.DurableStore;
import dev.sluice.emulator.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Azure Service Bus inside this JVM: an AMQP endpoint that the unmodified SDK talks to, and an admin page. Everything is
 * kept in memory and gone after {@link #close}, unless it is given a directory for its data. Thread-safe.
 */
public final class ServiceBusEmulator implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ServiceBusEmulator.class.getName());
    private static final int NO_PORT = -1;

    private final String host;
    private final Security security;
    private final Faults faults = new Faults();
    private final Broker broker;
    private final WallTimer timer;
    private final DurableStore store;
    private final AmqpServer amqp;
    private final AdminServer admin;
    private boolean closed;

    private ServiceBusEmulator(Builder options, Entities entities) throws IOException {
        host = options.host;
        security = options.security;
        var traffic = new Traffic();
        timer = new WallTimer(Clock.systemUTC());
        AmqpServer listening = null;
        DurableStore opened = null;
        try {
            opened = options.data == null
                    ? null
                    : DurableStore.open(options.data, options.fsync, new AmqpPropertyCodec());
            store = opened;
            broker = new Broker(
                    Clock.systemUTC(),
                    timer,
                    new AmqpMessageFormat(),
                    options.autoCreates(),
                    opened == null ? MessageStore.NONE : opened,
                    options.maxMessageSizeBytes);
            options.declare(broker, entities);
            warnOfUndeclared();
            listening = new AmqpServer(broker, options.amqp(faults, traffic));
            admin = options.adminPort == NO_PORT
                    ? null
                    : new AdminServer(options.adminHost, options.adminPort, broker, faults, traffic);
        } catch (IOException | RuntimeException e) {
            if (listening != null) {
                listening.close();
            }
            timer.close();
            close(opened);
            throw e;
        }
        amqp = listening;
    }

    /** Sets an emulator up. */
    public static Builder builder() {
        return new Builder();
    }

    /** The port that AMQP clients connect to without TLS, or -1 if there is none. */
    public int port() {
        return amqp.port();
    }

    /** The port for AMQP over TLS, or -1 if there is none. */
    public int tlsPort() {
        return amqp.tlsPort();
    }

    /** Where faults are injected: they strike real clients, as they would see them of Azure. */
    public Faults faults() {
        return faults;
    }

    /** The port of the admin page, or -1 if there is none. */
    public int adminPort() {
        return admin == null ? NO_PORT : admin.port();
    }

    /**
     * What to give to {@code ServiceBusClientBuilder.connectionString}. Names the key that was set first of those that
     * allow everything; without keys, what it names is not looked at. Plain AMQP if that is offered, otherwise TLS.
     */
    public String connectionString() {
        return connectionString(port() >= 0, true);
    }

    /**
     * What to give to a client that is to connect over TLS; it must trust the certificate, and that must name the host.
     *
     * @throws IllegalStateException if TLS is not offered
     */
    public String tlsConnectionString() {
        if (tlsPort() < 0) {
            throw new IllegalStateException("TLS is not offered: the emulator was started without a certificate");
        }
        return connectionString(false, true);
    }

    /** The same, without the key if one was set: for logs. */
    String redactedConnectionString() {
        return connectionString(port() >= 0, false);
    }

    private String connectionString(boolean plain, boolean reveal) {
        // A client can't connect to "any address".
        var reachable = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
        return security.connectionString(reachable, plain ? port() : tlsPort(), plain, reveal);
    }

    /**
     * What an entity holds at this moment.
     *
     * @param entityPath for instance {@code orders}, {@code orders/$DeadLetterQueue} or {@code events/Subscriptions/all}
     * @throws IllegalArgumentException if there is no such entity
     */
    public EntityCounts counts(String entityPath) {
        return broker.counts(entityPath)
                .orElseThrow(() -> new IllegalArgumentException("there is no entity '" + entityPath + "'"));
    }

    /** Drops the messages of all entities; the entities, and the clients that are connected to them, stay. */
    public void clear() {
        broker.paths().forEach(broker::clear);
    }

    /** Closes all connections and ports; leaves no thread behind. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (admin != null) {
            admin.close();
        }
        amqp.close();
        timer.close();
        close(store);
    }

    private static void close(DurableStore store) {
        if (store != null) {
            store.close();
        }
    }

    private void warnOfUndeclared() {
        for (var path : broker.restore()) {
            LOG.log(
                    Level.WARNING,
                    "''{0}'' is in the data directory and no longer declared: its {1} messages stay there, out of reach"
                            + " until it is declared again",
                    path,
                    String.valueOf(store.count(path)));
        }
    }

    /** What to start an emulator with. */
    public static final class Builder {

        private final List<QueueOptions> queues = new ArrayList<>();
        private final List<TopicOptions> topics = new ArrayList<>();
        private String host = "127.0.0.1";
        private int port;
        private int adminPort;
        private String adminHost = "127.0.0.1";
        private int tlsPort;
        private int maxConnections = connectionsThatFit();
        private long maxMessageSizeBytes = QueueOptions.DEFAULT_MAX_MESSAGE_SIZE_BYTES;
        private final Security security = new Security();
        private Path config;
        private Path data;
        private boolean fsync;
        private Boolean autoCreate;

        private Builder() {}

        /** The address to listen on; loopback by default. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** The port for plain AMQP; 0, the default, takes any that is free, and -1 none. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** The admin port; 0, the default, takes any that is free, and -1 none. */
        public Builder adminPort(int value) {
            adminPort = value;
            return this;
        }

        /** The address of the admin page; loopback by default, as everybody who reaches it may use it. */
        public Builder adminHost(String value) {
            adminHost = value;
            return this;
        }

        /**
         * Has tokens verified. Can be called for several keys.
         *
         * @param rights what holders of the key may do; everything if none is named
         * @throws IllegalArgumentException if the name or the key can't stand in a connection string
         */
        public Builder sasKey(String name, String key, AccessRight... rights) {
            security.add(name, key, rights);
            return this;
        }

        /** Offers TLS; plain AMQP is then on loopback only. Both files are PEM, the key PKCS#8 without a password. */
        public Builder tls(Path certificate, Path key) {
            security.tls(certificate, key);
            return this;
        }

        /** The port for AMQP over TLS; 0, the default, takes any that is free. */
        public Builder tlsPort(int value) {
            tlsPort = value;
            return this;
        }

        /**
         * How many connections may be open at once; more are closed as they come. By default one for each 256 KiB of the
         * largest heap, and at most 10,000.
         *
         * @throws IllegalArgumentException for less than one
         */
        public Builder maxConnections(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("connections: expected at least 1, found " + value);
            }
            maxConnections = value;
            return this;
        }

        /**
         * The largest message, properties included, that entities of a file and those made when they are addressed take;
         * 1 MiB by default. A queue or topic that is added here has its own in {@link QueueOptions}.
         *
         * @throws IllegalArgumentException if it is not 1024 to 104857600, Azure's largest
         */
        public Builder maxMessageSizeBytes(long value) {
            if (value < 1024 || value > 100 << 20) {
                throw new IllegalArgumentException(
                        "the largest message: expected 1024 to 104857600 bytes, found " + value);
            }
            maxMessageSizeBytes = value;
            return this;
        }

        /** Adds a queue. */
        public Builder queue(QueueOptions options) {
            queues.add(options);
            return this;
        }

        /** Adds a topic with its subscriptions. */
        public Builder topic(TopicOptions options) {
            topics.add(options);
            return this;
        }

        /** Adds the queues and topics of a file in the official emulator's format. */
        public Builder config(Path file) {
            config = file;
            return this;
        }

        /** Keeps everything in a directory, which is made if it is not there; by default all is in memory. */
        public Builder data(Path directory) {
            data = directory;
            return this;
        }

        /** Whether what is acknowledged survives a power loss as well, and not only the end of the process. */
        public Builder fsync(boolean value) {
            fsync = value;
            return this;
        }

        /**
         * Whether queues, topics and subscriptions are made when they are first addressed; by default only if no queue,
         * no topic and no file is given.
         */
        public Builder autoCreate(boolean value) {
            autoCreate = value;
            return this;
        }

        /**
         * Starts it; it serves when this returns.
         *
         * @throws ConfigException if the file can't be used
         * @throws StoreException if the data directory can't be used
         * @throws IllegalArgumentException if options don't fit together, or TLS files can't be used
         * @throws UncheckedIOException if a port is taken
         */
        public ServiceBusEmulator start() {
            var all = new Entities(queues, topics);
            if (config != null) {
                all = all.and(EmulatorConfig.read(config).maxMessageSizeBytes(maxMessageSizeBytes));
            }
            try {
                return new ServiceBusEmulator(this, all);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }

        /** An open connection holds 160 KiB, mostly the engine's buffers for one frame in each direction. */
        private static int connectionsThatFit() {
            return (int) Math.min(10_000, Runtime.getRuntime().maxMemory() / (256 << 10));
        }

        private AmqpOptions amqp(Faults faults, Traffic traffic) {
            if (port == NO_PORT && security.tls() == null) {
                throw new IllegalArgumentException("without plain AMQP (port -1) a certificate is needed for TLS");
            }
            return new AmqpOptions(
                    host, port, tlsPort, security.tls(), maxConnections, security.keys(), faults, traffic);
        }

        private void declare(Broker broker, Entities all) {
            try {
                broker.declare(all.queues(), all.topics());
            } catch (IllegalArgumentException e) {
                if (config == null) {
                    throw e;
                }
                throw new ConfigException(
                        config, "$.UserConfig.Namespaces", "expected usable entities: " + e.getMessage());
            }
        }

        private boolean autoCreates() {
            return autoCreate != null ? autoCreate : queues.isEmpty() && topics.isEmpty() && config == null;
        }
    }
}
