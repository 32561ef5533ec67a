package dev.sluice.consumer.parking;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.inlet.Outlets;
import dev.sluice.messaging.MessageCounters;
import dev.sluice.messaging.OrderCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends parked messages back to the queue that they came from, each as a copy whose id is the same however often it is sent. */
@ApplicationScoped
public class ReplaySender {
    private static final Logger LOG = LoggerFactory.getLogger(ReplaySender.class);
    private static final String LOAD =
            "select p.subject, p.content_type, p.properties, p.envelope, p.body from parked p"
                    + " where p.namespace = ? and p.sequence_number = ?";

    /** Whether a message is on its queue. */
    enum Sent {
        /** The broker has it. */
        YES,
        /** The broker did not say so. */
        NOT_YET,
        /** No broker will take it. */
        NEVER
    }

    private final DataSource dataSource;
    private final Outlets outlets;
    private final ParkingJson json;

    ReplaySender(DataSource dataSource, Outlets outlets, ParkingJson json) {
        this.dataSource = dataSource;
        this.outlets = outlets;
        this.json = json;
    }

    /**
     * Sends all of them at once and waits for the broker, at most for the send timeout.
     *
     * @param errors takes what was wrong
     */
    Map<ParkedRow, Sent> send(List<ParkedRow> messages, List<String> errors) throws SQLException {
        Map<ParkedRow, CompletableFuture<Void>> sending = new LinkedHashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement load = connection.prepareStatement(LOAD)) {
            for (ParkedRow message : messages) {
                load.setString(1, message.key().namespace());
                load.setLong(2, message.key().sequenceNumber());
                try (ResultSet row = load.executeQuery()) {
                    if (row.next()) {
                        sending.put(message, send(message, row));
                    }
                }
            }
        }
        Map<ParkedRow, Sent> sent = new LinkedHashMap<>();
        sending.forEach((message, future) -> sent.put(message, await(message, future, errors)));
        return sent;
    }

    private CompletableFuture<Void> send(ParkedRow message, ResultSet row) throws SQLException {
        try {
            ServiceBusMessage copy = copy(message, row);
            return outlets.to(message.key().namespace())
                    .map(outlet -> outlet.copy(copy))
                    .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException(
                            "namespace " + message.key().namespace() + " is not configured")));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(e.getMessage(), e));
        }
    }

    private ServiceBusMessage copy(ParkedRow message, ResultSet row) throws SQLException {
        ServiceBusMessage copy = new ServiceBusMessage(BinaryData.fromBytes(row.getBytes("body")))
                .setSubject(row.getString("subject"))
                .setContentType(row.getString("content_type"));
        Envelope.apply(json.map(row.getString("envelope")), copy);
        Map<String, Object> properties = json.map(row.getString("properties"));
        properties.remove(ParkedMessages.REASON);
        properties.remove(ParkedMessages.DESCRIPTION);
        copy.getApplicationProperties().putAll(properties);
        OrderCodec.stamp(copy, MessageCounters.readFrom(properties).replayed(), message.enqueuedAt());
        return copy;
    }

    private static Sent await(ParkedRow message, CompletableFuture<Void> sending, List<String> errors) {
        try {
            sending.join();
            return Sent.YES;
        } catch (CompletionException e) {
            String reason = String.valueOf(e.getCause().getMessage());
            LOG.warn("order {} could not be replayed: {}", message.orderId(), reason);
            errors.add(reason);
            return e.getCause() instanceof IllegalArgumentException ? Sent.NEVER : Sent.NOT_YET;
        }
    }
}
