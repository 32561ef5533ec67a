package dev.sluice.emulator.rules;

import dev.sluice.emulator.rules.SqlExpression.Constant;
import dev.sluice.emulator.rules.SqlToken.Kind;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Parses what operators are applied to: constants, properties, functions, parameters and what is in parentheses. */
final class SqlOperands {

    private static final Set<String> RESERVED =
            Set.of("and", "or", "not", "in", "like", "escape", "is", "null", "exists", "true", "false");

    private final SqlTokens tokens;
    private final Map<String, Object> parameters = new HashMap<>();
    private final SqlParser.Level anything;
    private final SqlParser.Level sum;

    SqlOperands(SqlTokens tokens, Map<String, ?> parameters, SqlParser.Level anything, SqlParser.Level sum) {
        this.tokens = tokens;
        parameters.forEach(
                (name, value) -> this.parameters.put(key(name.startsWith("@") ? name.substring(1) : name), value));
        this.anything = anything;
        this.sum = sum;
    }

    SqlExpression operand() {
        var token = tokens.peek();
        return switch (token.kind()) {
            case STRING -> new Constant(tokens.next().text());
            case INTEGER -> integer("");
            case DECIMAL -> decimal();
            case PARAMETER -> parameter();
            case QUOTED_NAME -> property();
            case WORD -> word(token);
            case SYMBOL -> parenthesized();
            case END -> throw tokens.expected("a value");
        };
    }

    /** A property with or without its scope. */
    SqlProperty property() {
        var first = tokens.peek();
        if (!tokens.peekSecond().isSymbol(".")) {
            return new SqlProperty.Application(name());
        }
        boolean system = first.isWord("sys");
        if (!system && !first.isWord("user")) {
            throw tokens.expected("the scope sys or user before '.'");
        }
        tokens.next();
        tokens.next();
        var name = name();
        return system ? new SqlProperty.FromSystem(name) : new SqlProperty.Application(name);
    }

    /** A whole number, with a sign that was read before. */
    SqlExpression integer(String sign) {
        var token = tokens.peek();
        try {
            var value = Long.parseLong(sign + token.text());
            tokens.next();
            return new Constant(value);
        } catch (NumberFormatException e) {
            throw tokens.expected("a whole number of 64 bits");
        }
    }

    private SqlExpression decimal() {
        double value = Double.parseDouble(tokens.peek().text());
        if (Double.isInfinite(value)) {
            throw tokens.expected("a number of 64 bits");
        }
        tokens.next();
        return new Constant(value);
    }

    private SqlExpression parameter() {
        var token = tokens.peek();
        if (!parameters.containsKey(key(token.text()))) {
            throw tokens.expected("a parameter that has a value");
        }
        tokens.next();
        return new Constant(parameters.get(key(token.text())));
    }

    private SqlExpression word(SqlToken token) {
        if (tokens.takeWord("TRUE")) {
            return new Constant(true);
        }
        if (tokens.takeWord("FALSE")) {
            return new Constant(false);
        }
        if (tokens.takeWord("NULL")) {
            return new Constant(null);
        }
        if (tokens.takeWord("EXISTS")) {
            tokens.requireSymbol("(");
            var property = property();
            tokens.requireSymbol(")");
            return new SqlPredicates.Exists(property);
        }
        if (isReserved(token)) {
            throw tokens.expected("a value");
        }
        return tokens.peekSecond().isSymbol("(") ? function(token) : property();
    }

    private SqlExpression function(SqlToken name) {
        if (name.isWord("newid")) {
            tokens.next();
            tokens.next();
            tokens.requireSymbol(")");
            return new SqlExpression.NewId();
        }
        if (!name.isWord("property") && !name.isWord("p")) {
            throw tokens.expected("one of the functions newid, property and p");
        }
        tokens.next();
        tokens.next();
        int start = tokens.offset();
        var argument = tokens.nested(sum::parse);
        if (argument instanceof SqlExpression.Predicate) {
            throw tokens.error(start, "expected a value, found a condition");
        }
        tokens.requireSymbol(")");
        return new SqlProperty.Computed(argument);
    }

    private SqlExpression parenthesized() {
        if (!tokens.takeSymbol("(")) {
            throw tokens.expected("a value");
        }
        var inner = tokens.nested(anything::parse);
        tokens.requireSymbol(")");
        return inner;
    }

    private String name() {
        var token = tokens.peek();
        if (token.kind() == Kind.QUOTED_NAME || token.kind() == Kind.WORD && !isReserved(token)) {
            return tokens.next().text();
        }
        throw tokens.expected("a property");
    }

    private static boolean isReserved(SqlToken word) {
        return RESERVED.contains(key(word.text()));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
