package dev.sluice.azure;

import dev.sluice.azure.arm.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Requests as text, without what only Azure knows: the ids that it gives to identities and telemetry. */
final class Comparable {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODED = Pattern.compile("(?<=echo )[A-Za-z0-9+/=]{80,}");

    private Comparable() {}

    /** PUTs, with every UUID masked, in scripts that are sent in base64 as well. */
    static List<String> puts(Collection<Exchange> exchanges) {
        return exactPuts(exchanges).stream()
                .map(put -> ENCODED.matcher(put).replaceAll(match -> decoded(match.group())))
                .map(put -> UUID.matcher(put).replaceAll("*"))
                .map(put -> put.replaceAll("InstrumentationKey=[^\"]*", "InstrumentationKey=*"))
                .distinct()
                .toList();
    }

    /** PUTs as they are. */
    static List<String> exactPuts(Collection<Exchange> exchanges) {
        return exchanges.stream()
                .filter(exchange -> exchange.method().equals("PUT"))
                .map(exchange -> exchange.path() + " " + exchange.version() + " " + exchange.body())
                .toList();
    }

    private static String decoded(String base64) {
        return java.util.regex.Matcher.quoteReplacement(
                new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    }
}
