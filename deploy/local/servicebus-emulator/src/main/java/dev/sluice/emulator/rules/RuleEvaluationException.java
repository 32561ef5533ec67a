package dev.sluice.emulator.rules;

/** A rule can't be applied to a message: a property or a type that does not fit. Azure calls it FilterException. */
public final class RuleEvaluationException extends RuntimeException {

    /** Says what does not fit. */
    public RuleEvaluationException(String message) {
        // No stack trace: a fault of the rule and the message, made once for every message that comes.
        super(message, null, false, false);
    }
}
