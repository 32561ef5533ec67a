package dev.sluice.devservices.deployment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** An emulator that another process on this machine owns. */
final class RunningEmulator {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private RunningEmulator() {}

    /** Whether an emulator with the queue of orders answers on this HTTP port of loopback. */
    static boolean answersOn(int adminPort) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        URI admin = URI.create("http://127.0.0.1:" + adminPort);
        return get(client, admin.resolve("/health")).isPresent()
                && get(client, admin.resolve("/entities"))
                        .filter(entities -> entities.contains("\"orders\""))
                        .isPresent();
    }

    /** How clients get in: the emulator takes any key. */
    static String connectionString(int amqpPort) {
        return "Endpoint=sb://127.0.0.1:" + amqpPort
                + ";SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=local;UseDevelopmentEmulator=true";
    }

    private static Optional<String> get(HttpClient client, URI uri) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException nobodyOrSomebodyElse) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
