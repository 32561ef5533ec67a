package dev.sluice.stack;

import dev.sluice.postgres.LocalPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The environment variables that tell the services of a stack about each other; the names are the services' own. */
final class ServiceSettings {
    /** What one consumer's pool may grow to, and some connections for whoever looks on. */
    private static final int CONNECTIONS_PER_CONSUMER = 18;

    private static final int OTHER_CONNECTIONS = 50;

    private ServiceSettings() {}

    /** How many connections the database must take for so many consumers. */
    static int connections(int maxConsumers) {
        return maxConsumers * CONNECTIONS_PER_CONSUMER + OTHER_CONNECTIONS;
    }

    /**
     * Producer's settings.
     *
     * @param status the root address of the consumer that tells what became of an order
     */
    static Map<String, String> producer(Namespaces buses, URI status) {
        Map<String, String> settings = common(buses);
        settings.put("SLUICE_ORDERS_STATUS_URL", status.resolve("/api/orders").toString());
        return settings;
    }

    /**
     * A consumer's settings.
     *
     * @param lockDuration that of the queue; a consumer's transactions must end before it does
     * @param maxConsumers how many consumers share the database
     */
    static Map<String, String> consumer(
            Namespaces buses, LocalPostgres database, Duration lockDuration, int maxConsumers) {
        Map<String, String> settings = common(buses);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
        settings.put("QUARKUS_DATASOURCE_USERNAME", LocalPostgres.username());
        settings.put("QUARKUS_DATASOURCE_PASSWORD", LocalPostgres.password());
        settings.put("SLUICE_INLET_LOCK_DURATION", lockDuration.toString());
        settings.put("SLUICE_INLET_OUTAGE_HOLD", lockDuration.dividedBy(3).toString());
        settings.put(
                "SLUICE_HANDLER_TIMEOUT",
                lockDuration.multipliedBy(5).dividedBy(12).toString());
        settings.put("SLUICE_DATABASE_LOCK_TIMEOUT", lockDuration.dividedBy(12).toString());
        settings.put(
                "SLUICE_DATABASE_STATEMENT_TIMEOUT", lockDuration.dividedBy(3).toString());
        settings.put(
                "SLUICE_DATABASE_IDLE_IN_TRANSACTION_TIMEOUT",
                lockDuration.dividedBy(2).toString());
        settings.put("SLUICE_DATABASE_MAX_INSTANCES", Integer.toString(maxConsumers));
        return settings;
    }

    /** What the host of the consumers wants to know besides: there is a queue in each namespace, and no topic. */
    static Map<String, String> triggers(Namespaces buses) {
        Map<String, String> settings = new HashMap<>();
        settings.put("ServiceBusConnection", buses.primary().connectionString());
        settings.put("ORDERS_QUEUE", "orders");
        settings.put("ORDERS_TOPIC", "unused");
        settings.put("ORDERS_SUBSCRIPTION", "unused");
        disable(settings, "topic");
        disable(settings, "topic-secondary");
        buses.secondary()
                .ifPresentOrElse(
                        second -> settings.put("ServiceBusSecondary", second.connectionString()),
                        () -> disable(settings, "secondary"));
        return settings;
    }

    private static void disable(Map<String, String> settings, String suffix) {
        settings.put("AzureWebJobs.order-consumer-" + suffix + ".Disabled", "true");
    }

    private static Map<String, String> common(Namespaces buses) {
        Map<String, String> settings = new HashMap<>();
        settings.put("SLUICE_SERVICEBUS_CONNECTION_STRING", buses.primary().connectionString());
        buses.secondary()
                .ifPresent(second ->
                        settings.put("SLUICE_SERVICEBUS_SECONDARY_CONNECTION_STRING", second.connectionString()));
        return settings;
    }
}
