package dev.sluice.auth;

import dev.sluice.http.Loopback;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where a JWKS is read from. */
interface KeySource {
    /** No set of keys is larger. */
    int MOST_BYTES = 1 << 20;

    /**
     * Reads it as it is now.
     *
     * @throws IOException if it can't be read in time, or is larger than 1 MiB
     */
    String read() throws IOException, InterruptedException;

    /**
     * The source at {@code place}, a file's name or an address.
     *
     * @param timeout how long an answer may take
     * @throws ConfigurationException if somebody on the way could put keys of his own there
     */
    static KeySource at(String place, Duration timeout) {
        if (!place.matches("(?i)https?://.*")) {
            Path file = Path.of(place);
            return () -> {
                try (InputStream in = Files.newInputStream(file)) {
                    return text(in.readNBytes(MOST_BYTES + 1));
                }
            };
        }
        URI address = URI.create(place);
        if (!"https".equalsIgnoreCase(address.getScheme()) && !Loopback.is(address.getHost())) {
            throw new ConfigurationException("sluice.auth.keys must be a file or an https address, not " + place);
        }
        HttpClient http = HttpClient.newBuilder().connectTimeout(timeout).build();
        HttpRequest request = HttpRequest.newBuilder(address).build();
        return () -> fetch(http, request, timeout);
    }

    private static String fetch(HttpClient http, HttpRequest request, Duration timeout)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> arrived = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (arrived.statusCode() != 200) {
                throw new IOException("status " + arrived.statusCode());
            }
            return text(arrived.body());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().toString(), e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static String text(byte[] bytes) throws IOException {
        if (bytes.length > MOST_BYTES) {
            throw new IOException("more than " + MOST_BYTES + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
