package dev.sluice.consumer.parking;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.core.amqp.models.AmqpMessageBodyType;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.inlet.ReceivedMessage;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.store.SqlText;
import dev.sluice.messaging.MessageCounters;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderId;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * Puts messages into table {@code parked}. Their key is namespace and sequence number, so a message that is delivered again
 * is stored once. A queue that is made anew under its old name counts from 1 again: what is found under the key of another
 * message makes room for it under a negative number, for neither may get lost.
 */
@ApplicationScoped
public class ParkedMessages {
    static final String REASON = "DeadLetterReason";
    static final String DESCRIPTION = "DeadLetterErrorDescription";

    private static final String INSERT = "insert into parked (namespace, sequence_number, order_id, message_id, reason,"
            + " description, subject, content_type, properties, body, enqueued_at, body_type, envelope, replays)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::jsonb, ?) on conflict do nothing";
    private static final String MAKE_ROOM = "with displaced as (update parked"
            + " set sequence_number = -nextval('parked_displaced') where namespace = ? and sequence_number = ?"
            + " and (message_id is distinct from ? or body <> ? or enqueued_at <> ?) returning sequence_number)"
            + " update parking_audit set sequence_number = (select sequence_number from displaced)"
            + " where namespace = ? and sequence_number = ? and exists (select 1 from displaced)";

    private final DataSource dataSource;
    private final ParkingJson json;

    ParkedMessages(DataSource dataSource, ParkingJson json) {
        this.dataSource = dataSource;
        this.json = json;
    }

    /**
     * Stores a parked message; storing it again changes nothing.
     *
     * @throws SQLException if it could not be stored: then it must stay on its queue
     */
    void add(ReceivedMessage received) throws SQLException {
        Row row = row(received);
        try (Connection connection = dataSource.getConnection()) {
            if (!row.insert(connection)) {
                row.makeRoom(connection);
                row.insert(connection);
            }
        }
    }

    private Row row(ReceivedMessage received) {
        ServiceBusMessage whole = received.again().get();
        AmqpMessageBody body = whole.getRawAmqpMessage().getBody();
        byte[] bytes = received.message().body();
        if (bytes == null) {
            Object value = body.getBodyType() == AmqpMessageBodyType.VALUE ? body.getValue() : body.getSequence();
            bytes = SqlText.of(String.valueOf(value)).getBytes(StandardCharsets.UTF_8);
        }
        return new Row(
                received.message(),
                bytes,
                body.getBodyType().toString().toLowerCase(Locale.ROOT),
                json(received.message().properties()),
                json(Envelope.of(whole)));
    }

    private static String text(Object value) {
        return value == null ? null : SqlText.of(value.toString());
    }

    private String json(Map<String, ?> properties) {
        Map<String, Object> storable = new TreeMap<>();
        properties.forEach((name, value) -> storable.put(
                SqlText.of(name), value instanceof Number || value instanceof Boolean ? value : text(value)));
        return json.write(storable);
    }

    private record Row(InboundMessage message, byte[] body, String bodyType, String properties, String envelope) {
        boolean insert(Connection connection) throws SQLException {
            Map<String, Object> of = message.properties();
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, message.namespace());
                insert.setLong(2, message.sequenceNumber());
                insert.setObject(
                        3, OrderId.parse(text(of.get(OrderCodec.ORDER_ID))).orElse(null));
                insert.setString(4, SqlText.of(message.messageId()));
                insert.setString(5, text(of.getOrDefault(REASON, "Unknown")));
                insert.setString(6, text(of.get(DESCRIPTION)));
                insert.setString(7, SqlText.of(message.subject()));
                insert.setString(8, SqlText.of(message.contentType()));
                insert.setString(9, properties);
                insert.setBytes(10, body);
                insert.setObject(11, message.firstEnqueuedAt().atOffset(ZoneOffset.UTC));
                insert.setString(12, bodyType);
                insert.setString(13, envelope);
                insert.setInt(14, MessageCounters.readFrom(of).replays());
                return insert.executeUpdate() == 1;
            }
        }

        void makeRoom(Connection connection) throws SQLException {
            try (PreparedStatement move = connection.prepareStatement(MAKE_ROOM)) {
                move.setString(1, message.namespace());
                move.setLong(2, message.sequenceNumber());
                move.setString(3, SqlText.of(message.messageId()));
                move.setBytes(4, body);
                move.setObject(5, message.firstEnqueuedAt().atOffset(ZoneOffset.UTC));
                move.setString(6, message.namespace());
                move.setLong(7, message.sequenceNumber());
                move.executeUpdate();
            }
        }
    }
}
