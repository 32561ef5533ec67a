package dev.sluice.http;

import java.time.Duration;

/** Ends a request with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Duration retryAfter;

    /** @param problem the answer */
    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /**
     * @param problem the answer
     * @param retryAfter when to try again, sent as {@code Retry-After}; null if trying again does not help
     */
    public ProblemException(Problem problem, Duration retryAfter) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** The answer. */
    public Problem problem() {
        return problem;
    }

    /** When to try again; null if trying again does not help. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
