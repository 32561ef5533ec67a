package dev.sluice.functions.trigger;

import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The trace context of an invocation: the message's trace, if it brings one, in a span of its own. */
final class TraceParent {

    private static final Pattern FORM = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})");

    private TraceParent() {}

    static String of(Map<String, Object> properties) {
        var given = properties.getOrDefault("traceparent", properties.get("Diagnostic-Id"));
        var found = FORM.matcher(given == null ? "" : given.toString());
        return found.matches()
                ? "00-" + found.group(1) + "-" + random(Long.BYTES) + "-" + found.group(2)
                : "00-" + random(2 * Long.BYTES) + "-" + random(Long.BYTES) + "-00";
    }

    private static String random(int bytes) {
        var random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
