package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.testkit.TcpProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/**
 * Two namespaces, each behind a proxy that the test can cut. In each the queue for parked messages has a dead letter of its
 * own from before the service starts.
 */
public final class TwoBuses implements QuarkusTestResourceLifecycleManager {
    private static final Path QUEUES = Path.of("../deploy/local/config/servicebus.json");
    private static final String KEY = ";SharedAccessKeyName=a;SharedAccessKey=a2V5;UseDevelopmentEmulator=true;";

    /** One of the two, as the tests get it. */
    public record Bus(ServiceBusEmulator emulator, TcpProxy proxy, String deadLetter) implements AutoCloseable {
        static Bus start(String deadLetter) {
            ServiceBusEmulator emulator =
                    ServiceBusEmulator.builder().adminPort(-1).config(QUEUES).start();
            Bus bus = new Bus(emulator, new TcpProxy(emulator.port()), deadLetter);
            bus.leaveADeadLetter();
            return bus;
        }

        String connectionString() {
            return "Endpoint=sb://127.0.0.1:" + proxy.port() + KEY;
        }

        /** Past the proxy. */
        void send(String queue, ServiceBusMessage message) {
            try (ServiceBusSenderClient sender =
                    client().sender().queueName(queue).buildClient()) {
                sender.sendMessage(message);
            }
        }

        ServiceBusClientBuilder client() {
            return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
        }

        private void leaveADeadLetter() {
            send("orders-parked", new ServiceBusMessage("x").setMessageId(deadLetter));
            try (ServiceBusReceiverClient receiver =
                    client().receiver().queueName("orders-parked").buildClient()) {
                receiver.receiveMessages(1)
                        .forEach(message ->
                                receiver.deadLetter(message, new DeadLetterOptions().setDeadLetterReason("ByHand")));
            }
        }

        @Override
        public void close() {
            proxy.close();
            emulator.close();
        }
    }

    private Bus primary;
    private Bus secondary;

    @Override
    public Map<String, String> start() {
        primary = Bus.start("dead in the primary");
        secondary = Bus.start("dead in the secondary");
        return Map.of(
                "sluice.servicebus.connection-string", primary.connectionString(),
                "sluice.servicebus.secondary.connection-string", secondary.connectionString());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(primary, field -> field.getName().equals("primary"));
        injector.injectIntoFields(secondary, field -> field.getName().equals("secondary"));
    }

    @Override
    public void stop() {
        primary.close();
        secondary.close();
    }
}
