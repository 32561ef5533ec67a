package dev.sluice.emulator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;

/**
 * What a request is answered with.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body the text, may be empty
 */
record AdminAnswer(int status, String contentType, String body) {

    /** A value as JSON. */
    static AdminAnswer json(int status, Object value) {
        try {
            return new AdminAnswer(status, "application/json", Json.MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Done, and nothing to say about it. */
    static AdminAnswer noContent() {
        return new AdminAnswer(204, "application/json", "");
    }

    /** The text format that Prometheus reads. */
    static AdminAnswer metrics(String text) {
        return new AdminAnswer(200, "text/plain; version=0.0.4; charset=utf-8", text);
    }

    /** Loaded with the first request that needs it: start-up does not wait for Jackson. */
    private static final class Json {
        static final ObjectMapper MAPPER = new ObjectMapper();
    }
}
