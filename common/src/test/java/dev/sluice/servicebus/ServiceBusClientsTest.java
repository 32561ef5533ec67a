package dev.sluice.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceBusClientsTest {
    private static final String CONNECTION_STRING = "sluice.servicebus.connection-string";
    private static final String NAMESPACE = "sluice.servicebus.fully-qualified-namespace";
    private static final String EMULATOR =
            "Endpoint=sb://localhost;SharedAccessKeyName=n;SharedAccessKey=a2V5;UseDevelopmentEmulator=true;";

    @Test
    void takesAConnectionString() {
        assertThat(namespace(Map.of(CONNECTION_STRING, EMULATOR))).isEqualTo("localhost");
    }

    @Test
    void takesANamespace() {
        assertThat(namespace(Map.of(NAMESPACE, "a.servicebus.windows.net"))).isEqualTo("a.servicebus.windows.net");
    }

    @Test
    void fallsBackToTheFunctionsHostsName() {
        assertThat(namespace(Map.of(ServiceBusClients.FUNCTIONS_NAMESPACE, "b.servicebus.windows.net")))
                .isEqualTo("b.servicebus.windows.net");
        assertThat(namespace(Map.of(CONNECTION_STRING, EMULATOR, ServiceBusClients.FUNCTIONS_NAMESPACE, "b.net")))
                .isEqualTo("localhost");
    }

    @Test
    void refusesNeitherAndBoth() {
        assertThatThrownBy(() -> namespace(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(CONNECTION_STRING)
                .hasMessageContaining(NAMESPACE);
        assertThatThrownBy(() -> namespace(Map.of(CONNECTION_STRING, EMULATOR, NAMESPACE, "a.net")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("both");
    }

    @Test
    void aBrokenConnectionStringIsNamedButNeverShown() {
        String broken = "Endpoint=sb://localhost;SharedAccessKey=s3cret";

        assertThatThrownBy(() -> namespace(Map.of(CONNECTION_STRING, broken)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(CONNECTION_STRING)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }

    @Test
    void theSecondNamespaceHasKeysOfItsOwn() {
        Map<String, String> both = Map.of(
                CONNECTION_STRING, EMULATOR, "sluice.servicebus.secondary.fully-qualified-namespace", "second.net");
        assertThat(secondary(both)).isEqualTo("second.net");
        assertThat(secondary(Map.of(ServiceBusClients.FUNCTIONS_SECONDARY, "s.net")))
                .isEqualTo("s.net");
        assertThatThrownBy(() -> secondary(Map.of(CONNECTION_STRING, EMULATOR)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice.servicebus.secondary.fully-qualified-namespace");
    }

    private static String secondary(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(ServiceBusConfig.class)
                .withDefaultValues(settings)
                .build();
        try (var sender = ServiceBusClients.secondary(
                        config.getConfigMapping(ServiceBusConfig.class), config, new AmqpRetryOptions())
                .sender()
                .queueName("orders")
                .buildAsyncClient()) {
            return sender.getFullyQualifiedNamespace();
        }
    }

    private static String namespace(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(ServiceBusConfig.class)
                .withDefaultValues(settings)
                .build();
        try (var sender = ServiceBusClients.builder(
                        config.getConfigMapping(ServiceBusConfig.class), config, new AmqpRetryOptions())
                .sender()
                .queueName("orders")
                .buildAsyncClient()) {
            return sender.getFullyQualifiedNamespace();
        }
    }
}
