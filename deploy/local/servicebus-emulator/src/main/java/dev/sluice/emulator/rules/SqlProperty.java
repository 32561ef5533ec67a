package dev.sluice.emulator.rules;

/** A part that reads a property. */
interface SqlProperty extends SqlExpression {

    /** Whether the message has the property, be its value null. */
    boolean exists(MessageView message);

    /** {@code user.name}, or just the name. */
    record Application(String name) implements SqlProperty {
        @Override
        public Object evaluate(MessageView message) {
            return message.application().get(name);
        }

        @Override
        public boolean exists(MessageView message) {
            return message.application().containsKey(name);
        }
    }

    /** {@code sys.name}. That there is no such property is found out when a message is looked at, as in Azure. */
    record FromSystem(String name) implements SqlProperty {
        @Override
        public Object evaluate(MessageView message) {
            return message.system(property());
        }

        @Override
        public boolean exists(MessageView message) {
            return evaluate(message) != null;
        }

        SystemProperty property() {
            return SystemProperty.named(name)
                    .orElseThrow(() ->
                            new RuleEvaluationException("There is no system property with the name '" + name + "'."));
        }
    }

    /** {@code property(x)} and {@code p(x)}: an application property whose name is computed. */
    record Computed(SqlExpression name) implements SqlProperty {
        @Override
        public Object evaluate(MessageView message) {
            var computed = computed(message);
            return computed == null ? null : message.application().get(computed);
        }

        @Override
        public boolean exists(MessageView message) {
            var computed = computed(message);
            return computed != null && message.application().containsKey(computed);
        }

        private String computed(MessageView message) {
            var value = name.evaluate(message);
            if (value == null || value instanceof String) {
                return (String) value;
            }
            throw new RuleEvaluationException(
                    "property() needs a string as the name, not " + Values.describe(value) + ".");
        }
    }
}
