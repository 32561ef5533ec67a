package dev.sluice.consumer.parking;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** As much of a parked message as is needed to decide on it; its body is not looked at before it is sent. */
record ParkedRow(ParkedKey key, UUID orderId, Instant enqueuedAt, int replays, int size, PageMark mark) {
    static final String COLUMNS = "p.namespace, p.sequence_number, p.order_id, p.enqueued_at, p.replays, p.parked_at,"
            + " octet_length(p.body) as size";

    static ParkedRow of(ResultSet row) throws SQLException {
        PageMark mark = PageMark.of(row);
        return new ParkedRow(
                new ParkedKey(mark.namespace(), mark.sequenceNumber()),
                row.getObject("order_id", UUID.class),
                row.getObject("enqueued_at", OffsetDateTime.class).toInstant(),
                row.getInt("replays"),
                row.getInt("size"),
                mark);
    }
}
