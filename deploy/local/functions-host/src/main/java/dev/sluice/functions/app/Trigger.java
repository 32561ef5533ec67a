package dev.sluice.functions.app;

import java.util.Set;

/** What makes a function run. */
public sealed interface Trigger {

    /** The binding's name: the key in the envelope's Data. */
    String name();

    /**
     * An HTTP request.
     *
     * @param level the key that a caller needs
     * @param methods in upper case; empty for all
     * @param route the template without the prefix and without slashes at the ends
     * @param output the name of the binding that the answer goes to
     */
    record Http(String name, AuthLevel level, Set<String> methods, String route, String output) implements Trigger {}

    /**
     * Messages of a queue or subscription.
     *
     * @param topic the topic of the subscription, null for a queue
     * @param entity the queue or subscription
     * @param connection where it is
     * @param many whether an invocation gets several messages
     * @param dataType how bodies are encoded
     * @param autoComplete whether a message is completed when its invocation succeeds
     */
    record ServiceBus(
            String name,
            String topic,
            String entity,
            ServiceBusConnection connection,
            boolean many,
            DataType dataType,
            boolean autoComplete)
            implements Trigger {

        /** The entity's path in its namespace. */
        public String path() {
            return topic == null ? entity : topic + "/Subscriptions/" + entity;
        }
    }

    /** How the body of a message is given to the handler. */
    enum DataType {
        /** As text; JSON objects where cardinality is many. */
        UNDEFINED,
        /** As text. */
        STRING,
        /** As base64. */
        BINARY
    }
}
