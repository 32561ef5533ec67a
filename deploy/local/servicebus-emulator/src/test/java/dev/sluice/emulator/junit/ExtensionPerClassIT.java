package dev.sluice.emulator.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The extension in a static field: one emulator, one client, and an empty queue for each test. */
class ExtensionPerClassIT {

    @RegisterExtension
    static final ServiceBusEmulatorExtension BUS =
            ServiceBusEmulatorExtension.of(ServiceBusEmulator.builder().queue(QueueOptions.named("orders")));

    private static ServiceBusSenderClient sender;
    private static int port;

    @BeforeAll
    static void connect(@ConnectionString String connectionString, ServiceBusEmulator emulator) {
        assertThat(connectionString).isEqualTo(BUS.connectionString());
        assertThat(emulator).isSameAs(BUS.emulator());
        port = emulator.port();
        sender = new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .sender()
                .queueName("orders")
                .buildClient();
    }

    @AfterAll
    static void close() {
        sender.close();
    }

    @RepeatedTest(3)
    void eachTestStartsEmptyWithTheSameClient(ServiceBusEmulator emulator) {
        assertThat(emulator.port()).isEqualTo(port);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        sender.sendMessage(new ServiceBusMessage("a"));
        sender.scheduleMessage(new ServiceBusMessage("b"), OffsetDateTime.now().plusHours(1));
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(1, 0, 0, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = "mine")
    void otherTextsAreNotTheExtensions(String text) {
        assertThat(text).isEqualTo("mine");
    }

    @Nested
    class Inside {

        @Test
        void aNestedClassSharesTheEmulator(ServiceBusEmulator emulator) {
            assertThat(emulator).isSameAs(BUS.emulator());
            assertThat(emulator.port()).isEqualTo(port);
            sender.sendMessage(new ServiceBusMessage("a"));
            assertThat(emulator.counts("orders").active()).isEqualTo(1);
        }
    }
}
