package dev.sluice.consumer.parking;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in the order of parked messages: pages follow each other by it, however many come and go between.
 *
 * @param parkedAt in microseconds, as the database has it
 */
public record PageMark(Instant parkedAt, String namespace, long sequenceNumber) {
    /** Conditions on table {@code parked as p} for what comes after a mark. */
    static final String CONDITION = " and (p.parked_at, p.namespace, p.sequence_number) > (?, ?, ?)";

    static final String ORDER = " order by p.parked_at, p.namespace, p.sequence_number";

    static PageMark of(ResultSet row) throws SQLException {
        return new PageMark(
                row.getObject("parked_at", OffsetDateTime.class).toInstant(),
                row.getString("namespace"),
                row.getLong("sequence_number"));
    }

    /** The mark that {@link #text()} has given; empty for anything else. */
    public static Optional<PageMark> parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(" ", 3);
            return parts.length == 3 && parts[2].indexOf('\0') < 0
                    ? Optional.of(new PageMark(Instant.parse(parts[0]), parts[2], Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException notOne) {
            return Optional.empty();
        }
    }

    /** For an address. */
    public String text() {
        String parts = parkedAt + " " + sequenceNumber + " " + namespace;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(parts.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets the parameters of {@link #CONDITION}; returns the number after the last one. */
    int set(PreparedStatement statement, int next) throws SQLException {
        statement.setObject(next, parkedAt.atOffset(ZoneOffset.UTC));
        statement.setString(next + 1, namespace);
        statement.setLong(next + 2, sequenceNumber);
        return next + 3;
    }
}
