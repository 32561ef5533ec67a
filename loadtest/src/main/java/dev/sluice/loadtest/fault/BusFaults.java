package dev.sluice.loadtest.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The emulator's own faults, by its admin page. */
final class BusFaults {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI faults;

    BusFaults(URI admin) {
        this.faults = admin.resolve("/faults");
    }

    /** Puts a fault in force. */
    void add(String json) throws IOException, InterruptedException {
        send(
                HttpRequest.newBuilder(faults)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                201);
    }

    /** Ends all faults. */
    void clear() throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(faults).DELETE(), 204);
    }

    private void send(HttpRequest.Builder request, int expected) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException("the emulator takes no fault: " + answer.statusCode() + " " + answer.body());
        }
    }
}
