package dev.sluice.servicebus;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Turns {@link ServiceBusConfig} into client builders; the only place that knows about credentials. */
public final class ServiceBusClients {
    /** What the Functions host calls the namespace of its connection named "ServiceBusConnection". */
    static final String FUNCTIONS_NAMESPACE = "ServiceBusConnection__fullyQualifiedNamespace";

    /** The same for its connection named "ServiceBusSecondary". */
    static final String FUNCTIONS_SECONDARY = "ServiceBusSecondary__fullyQualifiedNamespace";

    private static final String PRIMARY = "sluice.servicebus";
    private static final String SECONDARY = "sluice.servicebus.secondary";

    private ServiceBusClients() {}

    /**
     * A builder for one connection. Clients that are built from it share that connection; nothing connects before a client
     * is used.
     *
     * @param config where to connect to
     * @param settings where the Functions host's own setting is looked up
     * @param retry how often and how long the SDK tries each operation
     * @throws ConfigurationException if both, neither or an unusable address is given
     */
    public static ServiceBusClientBuilder builder(ServiceBusConfig config, Config settings, AmqpRetryOptions retry) {
        return builder(
                PRIMARY,
                config.connectionString(),
                config.fullyQualifiedNamespace(),
                settings.getOptionalValue(FUNCTIONS_NAMESPACE, String.class),
                retry);
    }

    /**
     * As {@link #builder}, for the second namespace.
     *
     * @throws ConfigurationException if both, neither or an unusable address is given
     */
    public static ServiceBusClientBuilder secondary(ServiceBusConfig config, Config settings, AmqpRetryOptions retry) {
        return builder(
                SECONDARY,
                config.secondary().connectionString(),
                config.secondary().fullyQualifiedNamespace(),
                settings.getOptionalValue(FUNCTIONS_SECONDARY, String.class),
                retry);
    }

    /** Whether there is a second namespace, whatever is configured of it. */
    public static boolean hasSecondary(ServiceBusConfig config, Config settings) {
        return config.secondary().connectionString().isPresent()
                || config.secondary().fullyQualifiedNamespace().isPresent()
                || settings.getOptionalValue(FUNCTIONS_SECONDARY, String.class).isPresent();
    }

    private static ServiceBusClientBuilder builder(
            String prefix,
            Optional<String> connectionString,
            Optional<String> namespace,
            Optional<String> ofFunctionsHost,
            AmqpRetryOptions retry) {
        String connectionStringKey = prefix + ".connection-string";
        String namespaceKey = prefix + ".fully-qualified-namespace";
        if (connectionString.isPresent() && namespace.isPresent()) {
            throw new ConfigurationException(
                    "%s and %s are both set: remove one of them".formatted(connectionStringKey, namespaceKey));
        }
        ServiceBusClientBuilder builder = new ServiceBusClientBuilder().retryOptions(retry);
        if (connectionString.isPresent()) {
            return connect(builder, connectionString.get(), connectionStringKey);
        }
        String host = namespace
                .or(() -> ofFunctionsHost)
                .orElseThrow(() -> new ConfigurationException(
                        "no Service Bus is configured: set %s (with an identity that may use it) or %s (emulator)"
                                .formatted(namespaceKey, connectionStringKey)));
        return builder.credential(host, new DefaultAzureCredentialBuilder().build());
    }

    private static ServiceBusClientBuilder connect(
            ServiceBusClientBuilder builder, String connectionString, String key) {
        try {
            return builder.connectionString(connectionString);
        } catch (RuntimeException e) {
            // Not as the cause: the SDK's message may quote parts of the string, and the string holds a key.
            throw new ConfigurationException(
                    key
                            + " is not a connection string: expected Endpoint=sb://<host>/;SharedAccessKeyName=<name>;SharedAccessKey=<key>");
        }
    }
}
