package dev.sluice.emulator.rules;

import dev.sluice.emulator.rules.SqlExpression.Arithmetic;
import dev.sluice.emulator.rules.SqlExpression.Predicate;
import dev.sluice.emulator.rules.SqlExpression.Sign;
import dev.sluice.emulator.rules.SqlToken.Kind;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Parses filters by recursive descent, one method for each level of binding: OR, AND, NOT, comparison, sum, product,
 * sign, operand ({@link SqlOperands}).
 */
final class SqlParser {

    private final SqlTokens tokens;
    private final SqlOperands operands;

    SqlParser(String expression, Map<String, ?> parameters) {
        tokens = new SqlTokens(expression);
        operands = new SqlOperands(tokens, parameters, this::disjunction, this::sum);
    }

    /** The whole expression as a filter's condition. */
    Predicate filter() {
        var condition = predicate(this::disjunction);
        tokens.requireEnd("AND, OR or the end of the expression");
        return condition;
    }

    /** A value as an action assigns one, up to where it ends. */
    SqlExpression value() {
        return value(this::sum);
    }

    SqlTokens tokens() {
        return tokens;
    }

    SqlOperands operands() {
        return operands;
    }

    @FunctionalInterface
    interface Level {
        SqlExpression parse();
    }

    private SqlExpression disjunction() {
        var left = conjunction();
        while (tokens.peek().isWord("OR")) {
            requirePredicate(left);
            tokens.next();
            left = new SqlPredicates.Or((Predicate) left, predicate(this::conjunction));
        }
        return left;
    }

    private SqlExpression conjunction() {
        var left = negation();
        while (tokens.peek().isWord("AND")) {
            requirePredicate(left);
            tokens.next();
            left = new SqlPredicates.And((Predicate) left, predicate(this::negation));
        }
        return left;
    }

    private SqlExpression negation() {
        if (!tokens.takeWord("NOT")) {
            return comparison();
        }
        return tokens.nested(() -> new SqlPredicates.Not(predicate(this::negation)));
    }

    private SqlExpression comparison() {
        int start = tokens.offset();
        var left = sum();
        var operator = tokens.peek();
        var holds = operator.kind() == Kind.SYMBOL ? order(operator.text()) : null;
        if (holds != null) {
            requireValue(left, start);
            tokens.next();
            return new SqlPredicates.Comparison(holds, left, value());
        }
        if (operator.isWord("IS")) {
            requireProperty(left, start);
            tokens.next();
            boolean not = tokens.takeWord("NOT");
            tokens.requireWord("NULL");
            return negatedIf(not, new SqlPredicates.IsNull((SqlProperty) left));
        }
        if (operator.isWord("NOT") || operator.isWord("IN") || operator.isWord("LIKE")) {
            requireValue(left, start);
            boolean not = tokens.takeWord("NOT");
            return negatedIf(not, tokens.peek().isWord("IN") ? in(left) : like(left));
        }
        return left;
    }

    private Predicate in(SqlExpression left) {
        tokens.requireWord("IN");
        tokens.requireSymbol("(");
        var elements = new ArrayList<SqlExpression>();
        do {
            elements.add(value());
        } while (tokens.takeSymbol(","));
        tokens.requireSymbol(")");
        return new SqlPredicates.In(left, elements);
    }

    private Predicate like(SqlExpression left) {
        if (!tokens.takeWord("LIKE")) {
            throw tokens.expected("IN or LIKE");
        }
        int start = tokens.offset();
        var pattern = value();
        var escape = tokens.takeWord("ESCAPE") ? value() : null;
        var like = new SqlPredicates.Like(left, pattern, escape);
        boolean constant = pattern instanceof SqlExpression.Constant
                && (escape == null || escape instanceof SqlExpression.Constant);
        return constant ? compiled(like, start) : like;
    }

    private Predicate compiled(SqlPredicates.Like like, int start) {
        try {
            var pattern = like.compile(null);
            return pattern == null ? like : new SqlPredicates.ConstantLike(like.operand(), pattern);
        } catch (RuleEvaluationException e) {
            throw tokens.error(start, e.getMessage());
        }
    }

    private SqlExpression sum() {
        int start = tokens.offset();
        var left = product();
        while (tokens.peek().isSymbol("+") || tokens.peek().isSymbol("-")) {
            requireValue(left, start);
            left = new Arithmetic(tokens.next().text().charAt(0), left, value(this::product));
        }
        return left;
    }

    private SqlExpression product() {
        int start = tokens.offset();
        var left = sign();
        while (tokens.peek().isSymbol("*")
                || tokens.peek().isSymbol("/")
                || tokens.peek().isSymbol("%")) {
            requireValue(left, start);
            left = new Arithmetic(tokens.next().text().charAt(0), left, value(this::sign));
        }
        return left;
    }

    private SqlExpression sign() {
        if (!tokens.peek().isSymbol("-") && !tokens.peek().isSymbol("+")) {
            return operands.operand();
        }
        boolean negative = tokens.next().isSymbol("-");
        if (negative && tokens.peek().kind() == Kind.INTEGER) {
            // The smallest number has no positive twin.
            return operands.integer("-");
        }
        return tokens.nested(() -> new Sign(negative, value(this::sign)));
    }

    private static IntPredicate order(String operator) {
        return switch (operator) {
            case "=" -> order -> order == 0;
            case "<>", "!=" -> order -> order != 0;
            case "<" -> order -> order < 0;
            case "<=" -> order -> order <= 0;
            case ">" -> order -> order > 0;
            case ">=" -> order -> order >= 0;
            default -> null;
        };
    }

    private static Predicate negatedIf(boolean not, Predicate predicate) {
        return not ? new SqlPredicates.Not(predicate) : predicate;
    }

    private Predicate predicate(Level level) {
        var parsed = level.parse();
        requirePredicate(parsed);
        return (Predicate) parsed;
    }

    private SqlExpression value(Level level) {
        int start = tokens.offset();
        var parsed = level.parse();
        requireValue(parsed, start);
        return parsed;
    }

    /** A value where a condition belongs lacks what comes after it: that is where the error is. */
    private void requirePredicate(SqlExpression parsed) {
        if (!(parsed instanceof Predicate)) {
            throw tokens.expected("a comparison operator, IN, LIKE or IS");
        }
    }

    private void requireValue(SqlExpression parsed, int start) {
        if (parsed instanceof Predicate) {
            throw tokens.error(start, "expected a value, found a condition");
        }
    }

    private void requireProperty(SqlExpression parsed, int start) {
        if (!(parsed instanceof SqlProperty)) {
            throw tokens.error(start, "expected a property before IS, found something else");
        }
    }
}
