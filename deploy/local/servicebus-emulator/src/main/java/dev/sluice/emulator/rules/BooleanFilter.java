package dev.sluice.emulator.rules;

/** The filter that selects every message, and the one that selects none. */
public enum BooleanFilter implements RuleFilter {
    TRUE,
    FALSE;

    @Override
    public boolean matches(MessageView message) {
        return this == TRUE;
    }
}
