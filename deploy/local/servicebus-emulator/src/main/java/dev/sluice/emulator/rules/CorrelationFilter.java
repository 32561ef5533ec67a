package dev.sluice.emulator.rules;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Selects messages whose properties all have the given values. Strings are compared with regard to case, numbers by value
 * and not by type.
 *
 * @param system the system properties to compare; only those in {@link #COMPARABLE}
 * @param application the application properties to compare
 */
public record CorrelationFilter(Map<SystemProperty, String> system, Map<String, Object> application)
        implements RuleFilter {

    /** The system properties that a correlation filter may name. */
    public static final Set<SystemProperty> COMPARABLE = Collections.unmodifiableSet(EnumSet.of(
            SystemProperty.CONTENT_TYPE,
            SystemProperty.CORRELATION_ID,
            SystemProperty.LABEL,
            SystemProperty.MESSAGE_ID,
            SystemProperty.REPLY_TO,
            SystemProperty.REPLY_TO_SESSION_ID,
            SystemProperty.SESSION_ID,
            SystemProperty.TO));

    /** Refuses a filter without a condition, as Azure does, and properties that can't be compared. */
    public CorrelationFilter {
        if (system.isEmpty() && application.isEmpty()) {
            throw new IllegalArgumentException("a correlation filter needs at least one property to compare");
        }
        if (!COMPARABLE.containsAll(system.keySet())) {
            throw new IllegalArgumentException("a correlation filter can only compare " + COMPARABLE);
        }
        system = Collections.unmodifiableMap(
                system.isEmpty() ? new EnumMap<>(SystemProperty.class) : new EnumMap<>(system));
        application = Collections.unmodifiableMap(new LinkedHashMap<>(application));
    }

    @Override
    public boolean matches(MessageView message) {
        return system.entrySet().stream().allMatch(wanted -> wanted.getValue().equals(message.system(wanted.getKey())))
                && application.entrySet().stream()
                        .allMatch(wanted -> Values.same(message.application().get(wanted.getKey()), wanted.getValue()));
    }
}
