package dev.sluice.consumer.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bounds on every transaction, and how the schema gets there. */
@ConfigMapping(prefix = "sluice.database")
public interface DatabaseConfig {
    /** Whether this service brings the schema up to date itself. Without, it waits until somebody else has. */
    @WithDefault("true")
    boolean migrate();

    /** How long a statement waits for a lock, such as that of the same order in another consumer. */
    @WithDefault("5S")
    Duration lockTimeout();

    /** How long a statement may run; below the message lock's duration. */
    @WithDefault("20S")
    Duration statementTimeout();

    /** How long a transaction may idle before the server ends it; below the message lock's duration. */
    @WithDefault("30S")
    Duration idleInTransactionTimeout();

    /** How often an unreachable database is tried again. */
    @WithDefault("1S")
    Duration probeInterval();

    /**
     * How long the database may answer and yet not be usable (its schema can't be brought up to date, it takes too few
     * connections) before this process ends itself for a new one to be started.
     */
    @WithDefault("5M")
    Duration unusableLimit();

    /**
     * How many instances of this service run at the most. Together their pools must fit into the server's
     * max_connections: this is checked before the first message is taken.
     */
    @WithDefault("5")
    int maxInstances();
}
