package dev.sluice.emulator.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;

/**
 * A request that was found a route for.
 *
 * @param exchange to read its body from
 * @param variable the part of its path that the route leaves open, or null
 */
record AdminRequest(HttpExchange exchange, String variable) {

    private static final int MAX_BODY = 65_536;

    /** Its body, which must be a JSON object of at most 64 KiB and declared as JSON. */
    JsonObject json() throws IOException {
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            // Also what keeps pages of other sites out: browsers don't send this type to strangers without asking.
            throw new AdminException(415, "expected a body with Content-Type: application/json");
        }
        var body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new AdminException(413, "expected at most " + MAX_BODY + " bytes");
        }
        var tree = Json.READER.readTree(body);
        if (tree == null || !tree.isObject()) {
            throw new AdminException(400, "expected a JSON object");
        }
        return new JsonObject(tree);
    }

    /** Loaded with the first request that needs it: start-up does not wait for Jackson. */
    private static final class Json {
        static final ObjectReader READER = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .reader();
    }
}
