package dev.sluice.producer;

import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.testkit.TcpProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.Map;

/** Two namespaces of the test's own, each behind a {@link TcpProxy}. */
public final class TwoBuses implements QuarkusTestResourceLifecycleManager {
    /** How long a send may take, both namespaces together. */
    public static final Duration SEND_TIMEOUT = Duration.ofSeconds(6);

    /** What is the primary namespace's. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Primary {}

    /** What is the secondary namespace's. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Secondary {}

    private ServiceBusEmulator primary;
    private ServiceBusEmulator secondary;
    private TcpProxy toPrimary;
    private TcpProxy toSecondary;

    @Override
    public Map<String, String> start() {
        primary = emulator();
        secondary = emulator();
        toPrimary = new TcpProxy(primary.port());
        toSecondary = new TcpProxy(secondary.port());
        return Map.of(
                "sluice.servicebus.connection-string", through(toPrimary, primary),
                "sluice.servicebus.secondary.connection-string", through(toSecondary, secondary),
                "sluice.send.timeout", SEND_TIMEOUT.toString(),
                "sluice.failover.primary-timeout", "2S",
                "sluice.failover.probe-interval", "0.2S");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(primary, field(Primary.class, ServiceBusEmulator.class));
        injector.injectIntoFields(secondary, field(Secondary.class, ServiceBusEmulator.class));
        injector.injectIntoFields(toPrimary, field(Primary.class, TcpProxy.class));
        injector.injectIntoFields(toSecondary, field(Secondary.class, TcpProxy.class));
    }

    @Override
    public void stop() {
        toPrimary.close();
        toSecondary.close();
        primary.close();
        secondary.close();
    }

    private static TestInjector.AnnotatedAndMatchesType field(Class<? extends Annotation> role, Class<?> type) {
        return new TestInjector.AnnotatedAndMatchesType(role, type);
    }

    private static ServiceBusEmulator emulator() {
        return ServiceBusEmulator.builder()
                .adminPort(-1)
                .queue(QueueOptions.named("orders").duplicateDetectionWindow(Duration.ofMinutes(10)))
                .start();
    }

    private static String through(TcpProxy proxy, ServiceBusEmulator emulator) {
        return emulator.connectionString().replace(":" + emulator.port(), ":" + proxy.port());
    }
}
