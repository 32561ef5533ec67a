package dev.sluice.consumer.parking;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Shows what is in table {@code parked}. */
@ApplicationScoped
public class ParkedMessageList {
    private static final int MAX_BODY = 64 << 10;
    private static final String SHORT = "select p.namespace, p.sequence_number, p.order_id, p.message_id, p.subject,"
            + " p.reason, p.description, p.enqueued_at, p.parked_at, p.state, p.state_since, p.operation, p.replays,"
            + " octet_length(p.body) as size, " + Verdicts.EXPRESSION + " as verdict";
    private static final String WHOLE =
            SHORT + ", p.content_type, p.properties, substring(p.body from 1 for " + MAX_BODY + ") as body";

    private final DataSource dataSource;
    private final Verdicts verdicts;

    ParkedMessageList(DataSource dataSource, Verdicts verdicts) {
        this.dataSource = dataSource;
        this.verdicts = verdicts;
    }

    /**
     * One page, the oldest first.
     *
     * @param after where the page before has ended; empty for the first
     * @param limit how many messages at the most
     */
    public ParkedPage page(String state, Selection selection, Optional<PageMark> after, int limit) throws SQLException {
        String sql = SHORT + " from parked p where p.state = ?" + selection.conditions()
                + (after.isPresent() ? PageMark.CONDITION : "") + PageMark.ORDER + " limit ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement(sql)) {
            int next = verdicts.set(find, 1, false);
            find.setString(next, state);
            next = selection.set(find, next + 1);
            if (after.isPresent()) {
                next = after.get().set(find, next);
            }
            find.setInt(next, limit + 1);
            return page(find, limit);
        }
    }

    /** One message with what is in it; empty if there is none of that key. */
    public Optional<ParkedMessage> find(ParkedKey key) throws SQLException {
        String sql = WHOLE + " from parked p where p.namespace = ? and p.sequence_number = ?";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement(sql)) {
            int next = verdicts.set(find, 1, false);
            find.setString(next, key.namespace());
            find.setLong(next + 1, key.sequenceNumber());
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? Optional.of(whole(row)) : Optional.empty();
            }
        }
    }

    private static ParkedPage page(PreparedStatement find, int limit) throws SQLException {
        List<ParkedMessage> messages = new ArrayList<>();
        PageMark last = null;
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                if (messages.size() == limit) {
                    return new ParkedPage(messages, last == null ? null : last.text());
                }
                messages.add(message(row, null, null, null, null));
                last = PageMark.of(row);
            }
        }
        return new ParkedPage(messages, null);
    }

    private static ParkedMessage whole(ResultSet row) throws SQLException {
        byte[] body = row.getBytes("body");
        String text = text(body);
        return message(
                row, row.getString("content_type"), row.getString("properties"), text, text == null ? body : null);
    }

    private static ParkedMessage message(
            ResultSet row, String contentType, String properties, String text, byte[] bytes) throws SQLException {
        Instant parkedAt = instant(row, "parked_at");
        Instant since = instant(row, "state_since");
        return new ParkedMessage(
                row.getString("namespace"),
                row.getLong("sequence_number"),
                row.getObject("order_id", UUID.class),
                row.getString("message_id"),
                row.getString("subject"),
                row.getString("reason"),
                row.getString("description"),
                instant(row, "enqueued_at"),
                parkedAt,
                row.getString("state"),
                since == null ? parkedAt : since,
                row.getObject("operation", UUID.class),
                row.getInt("replays"),
                row.getString("verdict"),
                row.getInt("size"),
                contentType,
                properties,
                text,
                bytes);
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
