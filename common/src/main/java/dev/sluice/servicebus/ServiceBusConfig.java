package dev.sluice.servicebus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where Service Bus is and how to get in: exactly one of connection string and namespace. */
@ConfigMapping(prefix = "sluice.servicebus")
public interface ServiceBusConfig {
    /** A connection string with a shared access key: for the emulator. In Azure, prefer the namespace and an identity. */
    Optional<String> connectionString();

    /**
     * The namespace's host name, such as {@code contoso.servicebus.windows.net}; signs in with the environment's identity
     * (DefaultAzureCredential). Where neither this nor a connection string is set, {@code
     * ServiceBusConnection__fullyQualifiedNamespace} is used, the name that the Functions host has for it.
     */
    Optional<String> fullyQualifiedNamespace();

    /** The queue that orders travel through. */
    @WithDefault("orders")
    String queue();

    /** The second namespace, if there is one; its queues have the same names. */
    Secondary secondary();

    /** Where the second namespace is: at most one of the two. */
    interface Secondary {
        /** As {@link ServiceBusConfig#connectionString()}. */
        Optional<String> connectionString();

        /**
         * As {@link ServiceBusConfig#fullyQualifiedNamespace()}; the Functions host's own name for it is {@code
         * ServiceBusSecondary__fullyQualifiedNamespace}.
         */
        Optional<String> fullyQualifiedNamespace();
    }
}
