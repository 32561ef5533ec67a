package dev.sluice.emulator.broker;

import dev.sluice.emulator.rules.Rule;
import java.util.Arrays;
import java.util.List;

/**
 * The rules of one subscription in the store, once they were changed at run time. They take the place of the declared
 * ones until others are declared: then somebody has changed his mind since.
 */
final class KeptRules {

    private static final String CURRENT = "rules";
    private static final String DECLARED = "rules/declared";

    private final List<Rule> declared;
    private final MessageFormat format;
    private final EntityStore kept;

    KeptRules(List<Rule> declared, MessageFormat format, EntityStore kept) {
        this.declared = declared;
        this.format = format;
        this.kept = kept;
    }

    /** The rules that hold. */
    List<Rule> restored() {
        var settings = kept.settings();
        var current = settings.get(CURRENT);
        return current != null && Arrays.equals(settings.get(DECLARED), format.encode(declared))
                ? format.decodeRules(current)
                : declared;
    }

    /** Keeps what holds from now on. */
    void keep(List<Rule> current) {
        if (kept == EntityStore.NONE) {
            return;
        }
        kept.set(CURRENT, format.encode(current));
        kept.set(DECLARED, format.encode(declared));
    }
}
