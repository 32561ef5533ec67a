package dev.sluice.emulator.rules;

import java.util.Map;
import java.util.Set;

/**
 * What an action makes of a message.
 *
 * @param set application properties to set, by name; a value may be null
 * @param removed names of application properties to remove
 * @param system system properties to set, or to remove where the value is null
 */
public record RuleChanges(Map<String, Object> set, Set<String> removed, Map<SystemProperty, String> system) {

    /** Whether application properties are set and nothing else is done. */
    public boolean onlySetsApplicationProperties() {
        return removed.isEmpty() && system.isEmpty();
    }
}
