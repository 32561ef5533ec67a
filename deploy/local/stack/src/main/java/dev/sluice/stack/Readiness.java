package dev.sluice.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a process serves. */
final class Readiness {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 100;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();
    private final Duration patience;

    /** Waits {@code patience} at the most, per process. */
    Readiness(Duration patience) {
        this.patience = patience;
    }

    /**
     * Returns when {@code probe} answers 200.
     *
     * @throws StackException if the process ends before that, or is not ready in time
     */
    void await(ChildProcess process, URI probe) {
        long deadline = System.nanoTime() + patience.toNanos();
        String answer = "nothing asked yet";
        while (System.nanoTime() < deadline) {
            process.requireAlive();
            try {
                HttpResponse<String> response = http.send(
                        HttpRequest.newBuilder(probe).timeout(ANSWER_TIMEOUT).build(),
                        HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() == 200) {
                    return;
                }
                answer = response.statusCode() + " " + response.body();
            } catch (IOException e) {
                answer = e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException("interrupted while " + process.name() + " was starting");
            }
            pause(process);
        }
        throw new StackException("%s was not ready within %d s; %s answered: %s%nThe end of its log:%n%s"
                .formatted(process.name(), patience.toSeconds(), probe, answer, process.endOfLog()));
    }

    private static void pause(ChildProcess process) {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while " + process.name() + " was starting");
        }
    }
}
