package dev.sluice.functions.trigger;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Points in time as Newtonsoft.Json writes .NET's. */
final class DotNetTime {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    /** A message that never expires. */
    static final OffsetDateTime MAX = OffsetDateTime.parse("9999-12-31T23:59:59.9999999Z");

    private static final OffsetDateTime MIN = OffsetDateTime.parse("0001-01-01T00:00:00Z");
    private static final int TICKS = 7;

    private DotNetTime() {}

    /** {@code DateTime}, without a fraction: the host prints and parses it once in between. */
    static String dateTime(OffsetDateTime time) {
        return SECONDS.format(utc(time));
    }

    /** {@code DateTimeOffset}, without a fraction. */
    static String offset(OffsetDateTime time) {
        return dateTime(time) + "+00:00";
    }

    /** {@code DateTime} as it is inside an array: with what there is of a fraction. */
    static String exactDateTime(OffsetDateTime time) {
        var utc = utc(time);
        var fraction = "%09d".formatted(utc.getNano()).substring(0, TICKS).replaceAll("0+$", "");
        return SECONDS.format(utc) + (fraction.isEmpty() ? "" : "." + fraction);
    }

    static String exactOffset(OffsetDateTime time) {
        return exactDateTime(time) + "+00:00";
    }

    /** A {@code DateTime} in UTC. */
    static String now() {
        return exactDateTime(Instant.now().atOffset(ZoneOffset.UTC)) + "Z";
    }

    private static OffsetDateTime utc(OffsetDateTime time) {
        if (time == null) {
            return MIN;
        }
        var utc = time.withOffsetSameInstant(ZoneOffset.UTC);
        return utc.isAfter(MAX) ? MAX : utc;
    }
}
