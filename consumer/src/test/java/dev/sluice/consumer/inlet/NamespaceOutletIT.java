package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.telemetry.MessageSpans;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class NamespaceOutletIT {
    private static final int LIMIT = 64 << 10;

    /** The SDK's own sendMessage reports success for what it silently drops there, and the original would be let go. */
    @Test
    void aMessageCloseToTheSizeLimitIsEitherThereOrRefused() throws Exception {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.builder()
                        .queue(QueueOptions.named("orders"))
                        .queue(QueueOptions.named("orders-parked").maxMessageSizeBytes(LIMIT))
                        .start();
                NamespaceOutlet outlet = new NamespaceOutlet(
                        () -> new ServiceBusClientBuilder().connectionString(emulator.connectionString()),
                        "orders",
                        "orders-parked",
                        Duration.ofSeconds(30),
                        new MessageSpans(OpenTelemetry.noop()))) {
            int sent = 0;
            int refused = 0;
            for (int size = LIMIT - 1500; size <= LIMIT; size += 10) {
                try {
                    outlet.park(new ServiceBusMessage(new byte[size])).get();
                    sent++;
                } catch (ExecutionException tooLarge) {
                    refused++;
                }
                assertThat(emulator.counts("orders-parked").active())
                        .as("of %d bytes", size)
                        .isEqualTo(sent);
            }
            assertThat(sent).isPositive();
            assertThat(refused).isPositive();
        }
    }
}
