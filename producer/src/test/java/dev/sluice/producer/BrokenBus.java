package dev.sluice.producer;

import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.testkit.TcpProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;

/**
 * A Service Bus of the test's own, behind a {@link TcpProxy}, with small limits in the application and a queue that
 * takes small messages only.
 */
public final class BrokenBus implements QuarkusTestResourceLifecycleManager {
    /** The most orders in flight. */
    public static final int MAX_IN_FLIGHT = 8;

    /** How long a send may take. */
    public static final Duration SEND_TIMEOUT = Duration.ofSeconds(2);

    private ServiceBusEmulator emulator;
    private TcpProxy proxy;

    @Override
    public Map<String, String> start() {
        emulator = ServiceBusEmulator.builder()
                .adminPort(-1)
                .queue(QueueOptions.named("orders")
                        .duplicateDetectionWindow(Duration.ofMinutes(10))
                        .maxMessageSizeBytes(4096))
                .start();
        proxy = new TcpProxy(emulator.port());
        return Map.of(
                "sluice.servicebus.connection-string", throughProxy(),
                "sluice.send.timeout", SEND_TIMEOUT.toString(),
                "sluice.send.max-in-flight", String.valueOf(MAX_IN_FLIGHT),
                "sluice.orders.batch.max-concurrent", "2");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(proxy, new TestInjector.MatchesType(TcpProxy.class));
        injector.injectIntoFields(emulator, new TestInjector.MatchesType(ServiceBusEmulator.class));
    }

    @Override
    public void stop() {
        proxy.close();
        emulator.close();
    }

    private String throughProxy() {
        return emulator.connectionString().replace(":" + emulator.port(), ":" + proxy.port());
    }
}
