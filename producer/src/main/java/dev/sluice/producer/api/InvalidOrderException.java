package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import dev.sluice.messaging.JsonFault;
import java.util.List;

/** A body that is no order that can be accepted. */
public final class InvalidOrderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Violation> violations;

    private InvalidOrderException(ProblemType type, List<Violation> violations) {
        super(violations.get(0).message(), null, false, false);
        this.type = type;
        this.violations = violations;
    }

    /** The body is not JSON that may be read. */
    public static InvalidOrderException malformed(String what) {
        return new InvalidOrderException(ProblemType.MALFORMED_JSON, List.of(new Violation("", what)));
    }

    /** The body is JSON, but no valid order. */
    public static InvalidOrderException violating(List<Violation> violations) {
        return new InvalidOrderException(ProblemType.INVALID_ORDER, violations);
    }

    /** The body is JSON with one violation. */
    public static InvalidOrderException violating(String field, String message) {
        return violating(List.of(new Violation(field, message)));
    }

    /** What {@code fault} says. */
    static InvalidOrderException of(JsonFault fault) {
        return fault.malformed() ? malformed(fault.text()) : violating(fault.field(), fault.message());
    }

    /** Malformed JSON or invalid order. */
    public ProblemType type() {
        return type;
    }

    /** What is wrong; at least one. */
    public List<Violation> violations() {
        return violations;
    }

    /** The answer to a request with this body. */
    public ProblemException asProblem() {
        return type == ProblemType.MALFORMED_JSON
                ? new ProblemException(Problem.of(type, getMessage()))
                : new ProblemException(
                        Problem.of(type, "See violations for what to correct").with("violations", violations));
    }
}
