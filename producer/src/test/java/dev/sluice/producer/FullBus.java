package dev.sluice.producer;

import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;

/** A Service Bus of the test's own whose queue is soon full, and an application that takes many orders at once. */
public final class FullBus implements QuarkusTestResourceLifecycleManager {
    /** The most orders in flight. */
    public static final int MAX_IN_FLIGHT = 200;

    private ServiceBusEmulator emulator;

    @Override
    public Map<String, String> start() {
        emulator = ServiceBusEmulator.builder()
                .adminPort(-1)
                .queue(QueueOptions.named("orders")
                        .duplicateDetectionWindow(Duration.ofMinutes(10))
                        .maxSizeBytes(100_000))
                .start();
        return Map.of(
                "sluice.servicebus.connection-string", emulator.connectionString(),
                "sluice.send.timeout", "3S",
                "sluice.send.max-in-flight", String.valueOf(MAX_IN_FLIGHT));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(emulator, new TestInjector.MatchesType(ServiceBusEmulator.class));
    }

    @Override
    public void stop() {
        emulator.close();
    }
}
