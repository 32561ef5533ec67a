package dev.sluice.producer.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.messaging.OrderId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the requests of a run were answered. Thread-safe. */
final class FuzzLedger {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ACCEPTED = Pattern.compile("\"id\":\"([0-9a-f-]{36})\",\"status\":\"accepted\"");

    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final Set<String> wrong = ConcurrentHashMap.newKeySet();

    /** A request that is HTTP, and its one answer. */
    void answered(FuzzRequest request, FuzzConnection.Answer answer) throws IOException {
        count(request, answer.status());
        if (request.isGood() && answer.status() != 202) {
            wrong.add("a good request: " + answer);
        }
        if (answer.status() != 202 && answer.status() != 207) {
            return;
        }
        JsonNode body = JSON.readTree(answer.body());
        if (body.has("results")) {
            body.path("results").forEach(result -> {
                if (result.path("status").asText().equals("accepted")) {
                    accepted.add(result.path("id").asText());
                }
            });
        } else {
            String id = body.path("id").asText();
            accepted.add(id);
            if (!id.equals(id(request))) {
                wrong.add("accepted as " + id + ", not as " + id(request));
            }
        }
    }

    /** Bytes that need not be HTTP, and all that was answered: nothing, or something to each request that was seen there. */
    void thrown(FuzzRequest request, String answers) {
        Matcher status = FuzzConnection.STATUS_LINE.matcher(answers);
        boolean answered = false;
        while (status.find()) {
            answered = true;
            count(request, Integer.parseInt(status.group(1)));
        }
        if (!answered) {
            unanswered.incrementAndGet();
        }
        Matcher id = ACCEPTED.matcher(answers);
        while (id.find()) {
            accepted.add(id.group(1));
        }
    }

    private void count(FuzzRequest request, int status) {
        statuses.merge(status, 1, Integer::sum);
        if (status >= 500 && status != 503) {
            wrong.add(status + " to " + new String(request.bytes(), StandardCharsets.ISO_8859_1));
        }
    }

    /** The ids of the orders that must be on the queue. */
    Set<String> accepted() {
        return accepted;
    }

    /** How many times nothing was answered: so many orders may be on the queue besides. */
    int unanswered() {
        return unanswered.get();
    }

    /** What should not have happened. */
    Set<String> wrong() {
        return wrong;
    }

    /** How often each status was answered. */
    Map<Integer, Integer> statuses() {
        return new TreeMap<>(statuses);
    }

    private static String id(FuzzRequest request) {
        return OrderId.of("anonymous", request.key()).toString();
    }
}
