package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * What became of a valid order.
 *
 * @param outcome what became of it
 * @param id the order's id
 * @param key the key that leads to this id
 * @param location where its status can be asked, once it is accepted
 * @param detail why it was not accepted, for the client; null if it was
 */
public record Submission(Outcome outcome, UUID id, IdempotencyKey key, URI location, String detail) {
    /** When a client should try again after Service Bus was not available. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** What can become of a valid order. */
    public enum Outcome {
        /** The broker has acknowledged it. */
        ACCEPTED,
        /** The broker has said that it will never take it. */
        REFUSED,
        /** Not acknowledged: it may or may not be on the broker. */
        UNAVAILABLE
    }

    /** The answer for an order that was not accepted. */
    ProblemException asProblem() {
        return outcome == Outcome.REFUSED
                ? new ProblemException(problem(ProblemType.ORDER_REFUSED, detail))
                : new ProblemException(
                        problem(
                                ProblemType.SERVICE_BUS_UNAVAILABLE,
                                "The order may or may not have been taken. Send it again with retryWith as its "
                                        + IdempotencyKey.HEADER + ": it will have the same id, and count once"),
                        RETRY_AFTER);
    }

    private Problem problem(ProblemType type, String text) {
        return Problem.of(type, text).with("id", id).with("retryWith", key.value());
    }
}
