package dev.sluice.functions.app;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The time spans of host.json: {@code [d.]hh:mm:ss[.fffffff]}.
 *
 * @see <a href="https://learn.microsoft.com/dotnet/standard/base-types/standard-timespan-format-strings">Standard
 *     TimeSpan format strings</a>
 */
final class TimeSpan {

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,4})\\.)?([01]?\\d|2[0-3]):([0-5]?\\d):([0-5]?\\d)(?:\\.(\\d{1,7}))?");

    private TimeSpan() {}

    /** Empty if the text is not a time span; negative ones are none here. */
    static Optional<Duration> parse(String text) {
        var found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        var span = Duration.ofHours(Long.parseLong(found.group(2)))
                .plusMinutes(Long.parseLong(found.group(3)))
                .plusSeconds(Long.parseLong(found.group(4)));
        if (found.group(1) != null) {
            span = span.plusDays(Long.parseLong(found.group(1)));
        }
        if (found.group(5) != null) {
            span = span.plusNanos(100 * Long.parseLong((found.group(5) + "000000").substring(0, 7)));
        }
        return Optional.of(span);
    }
}
