package dev.sluice.emulator.rules;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** A message while an action changes it: each statement sees what those before it did. */
final class ChangedMessage implements MessageView {

    private final MessageView original;
    private final Map<String, Object> application = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Object> set = new HashMap<>();
    private final Set<String> removed = new HashSet<>();
    private final Map<SystemProperty, String> system = new EnumMap<>(SystemProperty.class);

    ChangedMessage(MessageView original) {
        this.original = original;
        application.putAll(original.application());
    }

    @Override
    public Object system(SystemProperty property) {
        return system.containsKey(property) ? system.get(property) : original.system(property);
    }

    @Override
    public Map<String, Object> application() {
        return application;
    }

    void set(SqlProperty property, Object value) {
        if (property instanceof SqlProperty.FromSystem reference) {
            system.put(settable(reference), text(reference, value));
            return;
        }
        var name = spelling(((SqlProperty.Application) property).name());
        var fitting = asTypeOf(application.get(name), value);
        application.put(name, fitting);
        set.put(name, fitting);
        removed.remove(name);
    }

    void remove(SqlProperty property) {
        if (property instanceof SqlProperty.FromSystem reference) {
            system.put(settable(reference), null);
            return;
        }
        var name = spelling(((SqlProperty.Application) property).name());
        if (application.containsKey(name)) {
            application.remove(name);
            set.remove(name);
            removed.add(name);
        }
    }

    RuleChanges changes() {
        return new RuleChanges(set, removed, system);
    }

    /** The name as the message has it, or as the action does if the message has none. */
    private String spelling(String name) {
        return application.keySet().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(name);
    }

    private static SystemProperty settable(SqlProperty.FromSystem reference) {
        var property = reference.property();
        if (!property.isSettable()) {
            throw new RuleEvaluationException(
                    "The system property '" + property.propertyName() + "' can't be changed.");
        }
        return property;
    }

    private static String text(SqlProperty.FromSystem reference, Object value) {
        if (value == null || value instanceof String || value instanceof UUID) {
            return value == null ? null : value.toString();
        }
        throw new RuleEvaluationException(
                "The system property '" + reference.name() + "' must be a string, not " + Values.describe(value) + ".");
    }

    /** Keeps the width of a whole number that a property has, as long as the new value fits in. */
    private static Object asTypeOf(Object old, Object value) {
        if (value instanceof Long number) {
            if (old instanceof Integer && number == number.intValue()) {
                return number.intValue();
            }
            if (old instanceof Short && number == number.shortValue()) {
                return number.shortValue();
            }
            if (old instanceof Byte && number == number.byteValue()) {
                return number.byteValue();
            }
            if (old instanceof Double) {
                return number.doubleValue();
            }
        }
        return old instanceof Float && value instanceof Number number ? (Object) number.floatValue() : value;
    }
}
