package dev.sluice.consumer.parking;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.inlet.ReceivedMessage;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.store.DatabaseGate;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DisplacedMessageIT {
    private static final Instant ENQUEUED = Instant.parse("2026-11-22T09:15:03.123456789Z");

    @Inject
    ParkedMessages parked;

    @Inject
    Table table;

    @Inject
    DatabaseGate gate;

    private final String namespace = UUID.randomUUID().toString();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    @Test
    void theSameMessageIsStoredOnce() throws SQLException {
        parked.add(message("first", "body"));
        parked.add(message("first", "body"));

        assertThat(table.ask("select count(*) from parked where namespace = ?", namespace))
                .isEqualTo("1");
    }

    /** A namespace that is made anew under its old name, an emulator that was started again: nothing may be overwritten. */
    @Test
    void anotherMessageUnderTheSameNumberLosesNeither() throws SQLException {
        parked.add(message("first", "body"));
        parked.add(message("second", "body"));
        parked.add(message("second", "another body"));
        parked.add(message("second", "another body"));

        assertThat(table.ask("select count(*) from parked where namespace = ?", namespace))
                .isEqualTo("3");
        assertThat(table.ask(
                        "select message_id || ' ' || convert_from(body, 'UTF8') from parked"
                                + " where namespace = ? and sequence_number = 1",
                        namespace))
                .isEqualTo("second another body");
    }

    private ReceivedMessage message(String id, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        InboundMessage message = new InboundMessage(namespace, 1, id, null, null, Map.of(), bytes, 0, ENQUEUED);
        return new ReceivedMessage(message, () -> new ServiceBusMessage(BinaryData.fromBytes(bytes)));
    }
}
