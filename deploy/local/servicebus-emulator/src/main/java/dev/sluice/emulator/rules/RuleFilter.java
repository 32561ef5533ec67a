package dev.sluice.emulator.rules;

/** The condition of a rule. */
public sealed interface RuleFilter permits BooleanFilter, CorrelationFilter, SqlFilter {

    /**
     * Whether a message is selected.
     *
     * @throws RuleEvaluationException if that can't be said of this message
     */
    boolean matches(MessageView message);
}
