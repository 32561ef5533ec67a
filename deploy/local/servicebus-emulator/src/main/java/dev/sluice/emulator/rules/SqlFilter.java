package dev.sluice.emulator.rules;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A filter in SQL.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-sql-filter">Subscription
 *     Rule SQL Filter Syntax</a>
 */
public final class SqlFilter implements RuleFilter {

    /** The longest expression of a filter or an action, in characters: Azure's quota. */
    public static final int MAX_LENGTH = 1024;

    private final String expression;
    private final Map<String, Object> parameters;
    private final SqlExpression condition;

    /**
     * A filter without parameters.
     *
     * @throws SqlSyntaxException if the expression is not in the language
     */
    public SqlFilter(String expression) {
        this(expression, Map.of());
    }

    /**
     * A filter with parameters.
     *
     * @param parameters values by name, with or without the leading {@code @}: strings, numbers and booleans
     * @throws SqlSyntaxException if the expression is not in the language, or names a parameter that is not there
     */
    public SqlFilter(String expression, Map<String, ?> parameters) {
        this.expression = expression;
        this.parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        this.condition = new SqlParser(expression, parameters).filter();
    }

    /** The expression as it was given. */
    public String expression() {
        return expression;
    }

    /** The parameters as they were given, by name. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    @Override
    public boolean matches(MessageView message) {
        return Boolean.TRUE.equals(condition.evaluate(message));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SqlFilter filter && expression.equals(filter.expression);
    }

    @Override
    public int hashCode() {
        return Objects.hash(expression);
    }

    @Override
    public String toString() {
        return "SqlFilter[" + expression + "]";
    }
}
