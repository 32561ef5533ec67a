package dev.sluice.consumer.parking;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes to the queue for parked messages gets into the table, once, or stays where it is. Nobody receives orders. */
@QuarkusTest
@TestProfile(ParkedArrivalsIT.NoHost.class)
@QuarkusTestResource(value = ParkedArrivalsIT.ShortLocks.class, restrictToAnnotatedClass = true)
class ParkedArrivalsIT {
    public static final class NoHost implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.inlet.kind", "functions", "sluice.parking.retry-delay", "0.2S");
        }
    }

    public static final class ShortLocks implements QuarkusTestResourceLifecycleManager {
        private ServiceBusEmulator emulator;

        @Override
        public Map<String, String> start() {
            emulator = ServiceBusEmulator.builder()
                    .adminPort(-1)
                    .queue(QueueOptions.named("orders")
                            .maxDeliveryCount(3)
                            .deadLetteringOnMessageExpiration(true)
                            .forwardDeadLetteredMessagesTo("orders-parked"))
                    .queue(QueueOptions.named("orders-parked")
                            .lockDuration(Duration.ofSeconds(5))
                            .deadLetteringOnMessageExpiration(true)
                            .maxDeliveryCount(Integer.MAX_VALUE))
                    .start();
            return Map.of("sluice.servicebus.connection-string", emulator.connectionString());
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

    ServiceBusEmulator emulator;

    @Inject
    Table table;

    @Inject
    DatabaseGate gate;

    private final String id = UUID.randomUUID().toString();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    @Test
    void whatIsDeliveredTooOften() {
        send("orders", new ServiceBusMessage("x").setMessageId(id));
        try (ServiceBusReceiverClient receiver =
                client().receiver().queueName("orders").buildClient()) {
            for (int delivery = 0; delivery < 3; delivery++) {
                receiver.receiveMessages(1).forEach(receiver::abandon);
            }
        }

        awaitParked("reason", "MaxDeliveryCountExceeded");
    }

    @Test
    void whatExpires() {
        send("orders", new ServiceBusMessage("x").setMessageId(id).setTimeToLive(Duration.ofMillis(100)));

        awaitParked("reason", "TTLExpiredException");
    }

    @Test
    void bodiesOfEveryKind() {
        send("orders-parked", new ServiceBusMessage(AmqpMessageBody.fromValue("a\0value")).setMessageId(id));
        awaitParked("body_type || ' ' || convert_from(body, 'UTF8')", "value a\uFFFDvalue");
        String sequence = id + " sequence";
        send(
                "orders-parked",
                new ServiceBusMessage(AmqpMessageBody.fromSequence(List.of(1, "two"))).setMessageId(sequence));
        await().until(() -> "sequence [1, two]"
                .equals(table.ask(
                        "select body_type || ' ' || convert_from(body, 'UTF8') from parked where message_id = ?",
                        sequence)));
    }

    @Test
    void aLargeBodyAndAnEmptyOne() {
        byte[] large = new byte[200 << 10];
        large[7] = -1;
        send("orders-parked", new ServiceBusMessage(large).setMessageId(id));
        awaitParked("octet_length(body) || ' ' || get_byte(body, 7)", (200 << 10) + " 255");
        send("orders-parked", new ServiceBusMessage(new byte[0]).setMessageId("empty " + id));
        await().until(() -> table.ask("select 1 from parked where message_id = ?", "empty " + id) != null);
    }

    @Test
    void propertiesOfEveryType() {
        ServiceBusMessage message = new ServiceBusMessage("x").setMessageId(id);
        message.getApplicationProperties()
                .putAll(Map.of(
                        "nul\0",
                        "a\0b",
                        "time",
                        OffsetDateTime.parse("2026-11-22T09:15:03Z"),
                        "uuid",
                        UUID.fromString(id),
                        "double",
                        Double.NaN,
                        "long",
                        Long.MAX_VALUE,
                        "sluice-replays",
                        "many",
                        "DeadLetterReason",
                        "Odd"));
        send("orders-parked", message);

        awaitParked("reason", "Odd");
        awaitParked("properties->>'long'", String.valueOf(Long.MAX_VALUE));
        awaitParked("replays", "0");
    }

    /** The message stays on its queue for as long as that takes. */
    @Test
    void whatTheDatabaseRefusesStaysWhereItIs() {
        refuse();
        send("orders-parked", new ServiceBusMessage("x").setMessageId(id));

        await().until(() -> Integer.parseInt(table.ask("select last_value from refused_for_a_test")) > 3);
        assertThat(waiting("orders-parked")).isOne();
        refuseNoMore();

        awaitParked("reason", "Unknown");
        await().until(this::isEmpty);
    }

    /** The queue for parked messages has dead letters of its own, when it is set up so or somebody makes them by hand. */
    @Test
    void whatTheQueueForParkedMessagesHasGivenUp() {
        refuse();
        send("orders-parked", new ServiceBusMessage("x").setMessageId(id).setTimeToLive(Duration.ofMillis(100)));
        await().until(() -> waiting("orders-parked/$DeadLetterQueue") == 1);
        refuseNoMore();

        awaitParked("reason", "TTLExpiredException");
        await().until(() -> waiting("orders-parked/$DeadLetterQueue") == 0);
    }

    /** As if the process had died between commit and completion. */
    @Test
    void aMessageThatIsDeliveredAgainIsStoredOnce() {
        send("orders", new ServiceBusMessage("x").setMessageId(id));
        emulator.faults()
                .add(Fault.of(FaultKind.DROP_CONNECTION).at("orders-parked").times(1));
        try (ServiceBusReceiverClient receiver =
                client().receiver().queueName("orders").buildClient()) {
            receiver.receiveMessages(1).forEach(receiver::deadLetter);
        }

        awaitParked("count(*)", "1");
        await().until(this::isEmpty);
        awaitParked("count(*)", "1");
        assertThat(emulator.faults().isEmpty()).as("the connection was cut").isTrue();
    }

    /** Has the database refuse this test's message. */
    private void refuse() {
        table.ask("create sequence refused_for_a_test");
        table.ask("create function refuse_for_a_test() returns trigger language plpgsql as $$ begin"
                + " perform nextval('refused_for_a_test'); raise 'refused'; end $$");
        table.ask("create trigger refuse_for_a_test before insert on parked for each row when (new.message_id = '" + id
                + "') execute function refuse_for_a_test()");
    }

    private void refuseNoMore() {
        table.ask("drop function refuse_for_a_test() cascade");
        table.ask("drop sequence refused_for_a_test");
    }

    private boolean isEmpty() {
        return waiting("orders-parked") == 0;
    }

    private long waiting(String queue) {
        EntityCounts counts = emulator.counts(queue);
        return counts.active() + counts.locked();
    }

    private void awaitParked(String column, String value) {
        await().untilAsserted(() -> assertThat(table.ask("select " + column + " from parked where message_id = ?", id))
                .isEqualTo(value));
    }

    private void send(String queue, ServiceBusMessage message) {
        try (ServiceBusSenderClient sender = client().sender().queueName(queue).buildClient()) {
            sender.sendMessage(message);
        }
    }

    private ServiceBusClientBuilder client() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }
}
