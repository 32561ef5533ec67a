package dev.sluice.functions.trigger;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.AmqpTransportType;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.sluice.functions.app.ServiceBusOptions;
import dev.sluice.functions.app.Trigger;
import java.time.Duration;
import java.util.regex.Pattern;

/** Receivers for one trigger, each with a connection of its own. */
final class ServiceBusClients {

    private static final Pattern ENDPOINT = Pattern.compile("(?i)endpoint=sb://([^:/;]+)");

    private final Trigger.ServiceBus trigger;
    private final ServiceBusOptions options;

    /** @throws IllegalArgumentException if the connection string is none; does not quote it */
    ServiceBusClients(Trigger.ServiceBus trigger, ServiceBusOptions options) {
        this.trigger = trigger;
        this.options = options;
        builder();
    }

    ServiceBusReceiverAsyncClient receiver() {
        var receiver = builder()
                .receiver()
                .disableAutoComplete()
                .prefetchCount(options.prefetchCount())
                // The listener does it itself, and stops it when the invocation ends.
                .maxAutoLockRenewDuration(Duration.ZERO);
        return trigger.topic() == null
                ? receiver.queueName(trigger.entity()).buildAsyncClient()
                : receiver.topicName(trigger.topic())
                        .subscriptionName(trigger.entity())
                        .buildAsyncClient();
    }

    /** The host name of the namespace. */
    String namespace() {
        var connection = trigger.connection();
        if (connection.namespace() != null) {
            return connection.namespace();
        }
        var endpoint = ENDPOINT.matcher(connection.connectionString());
        return endpoint.find() ? endpoint.group(1) : "localhost";
    }

    private ServiceBusClientBuilder builder() {
        var builder = new ServiceBusClientBuilder()
                .retryOptions(retry(options.retry()))
                .transportType(options.webSockets() ? AmqpTransportType.AMQP_WEB_SOCKETS : AmqpTransportType.AMQP);
        var connection = trigger.connection();
        if (connection.namespace() != null) {
            var credential = new DefaultAzureCredentialBuilder();
            if (connection.clientId() != null) {
                credential.managedIdentityClientId(connection.clientId());
            }
            return builder.credential(connection.namespace(), credential.build());
        }
        try {
            return builder.connectionString(connection.connectionString());
        } catch (RuntimeException e) {
            // Not as the cause: the SDK's message may quote parts of the string, and the string holds a key.
            throw new IllegalArgumentException(
                    "app setting '" + connection.setting()
                            + "' is not a connection string: expected Endpoint=sb://<host>/;SharedAccessKeyName=<name>;SharedAccessKey=<key>");
        }
    }

    private static AmqpRetryOptions retry(ServiceBusOptions.Retry retry) {
        return new AmqpRetryOptions()
                .setMode(retry.fixed() ? AmqpRetryMode.FIXED : AmqpRetryMode.EXPONENTIAL)
                .setTryTimeout(retry.tryTimeout())
                .setDelay(retry.delay())
                .setMaxDelay(retry.maxDelay())
                .setMaxRetries(retry.maxRetries());
    }
}
