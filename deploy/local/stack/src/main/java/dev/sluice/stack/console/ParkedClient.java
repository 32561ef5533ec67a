package dev.sluice.stack.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Has parked orders replayed, through the consumer's API. */
final class ParkedClient {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9.-]{1,260}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Sources sources;

    ParkedClient(Sources sources) {
        this.sources = sources;
    }

    /** The consumer's answer. */
    record Reply(int status, byte[] body) {}

    /**
     * Asks for the replay of one message; the consumer answers with the operation that does it.
     *
     * @param wish {@code {"namespace","sequenceNumber"}}, both as text
     * @throws RefusedException if that is no message's key, or the consumer can't be reached
     */
    Reply replay(byte[] wish) throws RefusedException, InterruptedException {
        Map<String, Object> message = key(wish);
        try {
            byte[] body = JSON.writeValueAsBytes(
                    Map.of("messages", List.of(message), "comment", "replayed in the local console"));
            return send("/api/parked/replay", request -> request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        } catch (IOException e) {
            throw away(e);
        }
    }

    /**
     * How far an operation has come.
     *
     * @param id its UUID
     * @throws RefusedException if the consumer can't be reached
     */
    Reply operation(String id) throws RefusedException, InterruptedException {
        try {
            return send("/api/parked/operations/" + id, HttpRequest.Builder::GET);
        } catch (IOException e) {
            throw away(e);
        }
    }

    private interface Verb {
        HttpRequest.Builder apply(HttpRequest.Builder request);
    }

    private Reply send(String path, Verb verb) throws IOException, RefusedException, InterruptedException {
        URI consumer = sources.consumer().orElseThrow(() -> new RefusedException(502, "no consumer runs"));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(consumer.resolve(path)).timeout(PATIENCE);
        sources.headers().forEach(request::header);
        HttpResponse<byte[]> answer = http.send(verb.apply(request).build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(answer.statusCode(), answer.body());
    }

    private static Map<String, Object> key(byte[] wish) throws RefusedException {
        try {
            JsonNode json = JSON.readTree(wish);
            String namespace = json.path("namespace").asText();
            String number = json.path("sequenceNumber").asText();
            if (NAMESPACE.matcher(namespace).matches() && NUMBER.matcher(number).matches()) {
                return Map.of("namespace", namespace, "sequenceNumber", Long.parseLong(number));
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new RefusedException(400, "expected {\"namespace\":\"…\",\"sequenceNumber\":\"…\"}");
    }

    private static RefusedException away(IOException e) {
        return new RefusedException(502, "the consumer can't be reached: " + e);
    }
}
