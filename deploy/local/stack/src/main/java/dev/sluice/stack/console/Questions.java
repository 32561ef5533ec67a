package dev.sluice.stack.console;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests that nobody waits long for. */
final class Questions {
    /** A second is between two pictures. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int OK = 200;

    /** Makes something of an answer's body. */
    interface Reader<T> {
        T read(byte[] body) throws IOException;
    }

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /** Completes with what was said or why not, and never exceptionally. */
    <T> CompletableFuture<Answer<T>> ask(URI address, Map<String, String> headers, Reader<T> reader) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE);
        headers.forEach(request::header);
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                // The request's own timeout ends with the head of the answer.
                .orTimeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answer -> read(answer, reader))
                .exceptionally(failure -> Answer.away(reason(failure)));
    }

    private static <T> Answer<T> read(HttpResponse<byte[]> answer, Reader<T> reader) {
        if (answer.statusCode() != OK) {
            return Answer.away("answers with status " + answer.statusCode());
        }
        try {
            return Answer.of(reader.read(answer.body()));
        } catch (IOException | IllegalArgumentException e) {
            return Answer.away("answers what can't be read: " + e.getMessage());
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ConnectException) {
            return "takes no connections";
        }
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return "does not answer";
        }
        return String.valueOf(cause.getMessage());
    }
}
