package dev.sluice.emulator.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An action in SQL: SET and REMOVE statements, done in order.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-sql-rule-action">Subscription
 *     Rule SQL Action Syntax</a>
 */
public final class SqlAction {

    // Azure's quota of expressions in an action.
    private static final int MAX_STATEMENTS = 32;

    private final String expression;
    private final List<Statement> statements;

    /** One SET, or a REMOVE if there is no value. */
    private record Statement(SqlProperty property, SqlExpression value) {}

    /**
     * Parses an action.
     *
     * @throws SqlSyntaxException if the expression is not in the language
     */
    public SqlAction(String expression) {
        this(expression, Map.of());
    }

    /**
     * Parses an action with parameters.
     *
     * @param parameters values by name, with or without the leading {@code @}
     * @throws SqlSyntaxException if the expression is not in the language, or names a parameter that is not there
     */
    public SqlAction(String expression, Map<String, ?> parameters) {
        this.expression = expression;
        this.statements = parse(new SqlParser(expression, parameters));
    }

    /** The expression as it was given. */
    public String expression() {
        return expression;
    }

    /**
     * What it makes of a message, which itself stays as it is.
     *
     * @throws RuleEvaluationException if a type does not fit, or a system property does not exist or can't be changed
     */
    public RuleChanges apply(MessageView message) {
        var changed = new ChangedMessage(message);
        for (var statement : statements) {
            if (statement.value() == null) {
                changed.remove(statement.property());
            } else {
                changed.set(statement.property(), statement.value().evaluate(changed));
            }
        }
        return changed.changes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SqlAction action && expression.equals(action.expression);
    }

    @Override
    public int hashCode() {
        return expression.hashCode();
    }

    @Override
    public String toString() {
        return "SqlAction[" + expression + "]";
    }

    private static List<Statement> parse(SqlParser parser) {
        var tokens = parser.tokens();
        var statements = new ArrayList<Statement>();
        do {
            if (statements.size() == MAX_STATEMENTS) {
                throw tokens.expected("at most " + MAX_STATEMENTS + " statements");
            }
            statements.add(statement(parser));
            // The grammar has commas between statements, its remarks have semicolons, and both are optional.
            if (!tokens.takeSymbol(";")) {
                tokens.takeSymbol(",");
            }
        } while (tokens.peek().kind() != SqlToken.Kind.END);
        return statements;
    }

    private static Statement statement(SqlParser parser) {
        var tokens = parser.tokens();
        if (tokens.takeWord("REMOVE")) {
            return new Statement(parser.operands().property(), null);
        }
        if (!tokens.takeWord("SET")) {
            throw tokens.expected("SET or REMOVE");
        }
        var property = parser.operands().property();
        tokens.requireSymbol("=");
        return new Statement(property, parser.value());
    }
}
