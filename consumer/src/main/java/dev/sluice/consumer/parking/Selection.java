package dev.sluice.consumer.parking;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parked messages are meant: those that have all that is not null here.
 *
 * @param reason why they were parked
 * @param subject their subject
 * @param parkedBefore when they had been parked; in an operation never null, so that it has an end
 * @param keys exactly these
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Selection(String reason, String subject, Instant parkedBefore, List<ParkedKey> keys) {
    /** Conditions on table {@code parked as p}, to follow another condition. */
    String conditions() {
        return (reason == null ? "" : " and p.reason = ?")
                + (subject == null ? "" : " and p.subject = ?")
                + (parkedBefore == null ? "" : " and p.parked_at <= ?")
                + (keys == null
                        ? ""
                        : " and (p.namespace, p.sequence_number) in (select * from unnest(?::text[], ?::bigint[]))");
    }

    /**
     * Sets the parameters of {@link #conditions()}.
     *
     * @param next the number of the first one
     * @return the number after the last one
     */
    int set(PreparedStatement statement, int next) throws SQLException {
        int parameter = next;
        for (Object value : values()) {
            statement.setObject(parameter++, value);
        }
        if (keys != null) {
            var connection = statement.getConnection();
            Object[] namespaces = keys.stream().map(ParkedKey::namespace).toArray();
            Object[] numbers = keys.stream().map(ParkedKey::sequenceNumber).toArray();
            statement.setArray(parameter++, connection.createArrayOf("text", namespaces));
            statement.setArray(parameter++, connection.createArrayOf("bigint", numbers));
        }
        return parameter;
    }

    private List<Object> values() {
        List<Object> values = new ArrayList<>();
        if (reason != null) {
            values.add(reason);
        }
        if (subject != null) {
            values.add(subject);
        }
        if (parkedBefore != null) {
            values.add(parkedBefore.atOffset(ZoneOffset.UTC));
        }
        return values;
    }
}
