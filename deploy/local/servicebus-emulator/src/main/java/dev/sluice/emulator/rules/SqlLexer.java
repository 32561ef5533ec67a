package dev.sluice.emulator.rules;

import dev.sluice.emulator.rules.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class SqlLexer {

    private static final List<String> TWO_CHARACTER_SYMBOLS = List.of("<>", "!=", ">=", "<=");
    private static final String SYMBOLS = "=<>+-*/%(),.;";

    private final String expression;
    private int position;

    private SqlLexer(String expression) {
        this.expression = expression;
    }

    /**
     * The tokens of an expression; the last one is the end.
     *
     * @throws SqlSyntaxException for what begins no token or does not end
     */
    static List<SqlToken> tokens(String expression) {
        if (expression.length() > SqlFilter.MAX_LENGTH) {
            throw new SqlSyntaxException(
                    expression,
                    SqlFilter.MAX_LENGTH,
                    "expected at most " + SqlFilter.MAX_LENGTH + " characters, found " + expression.length());
        }
        var lexer = new SqlLexer(expression);
        var tokens = new ArrayList<SqlToken>();
        do {
            tokens.add(lexer.next());
        } while (tokens.get(tokens.size() - 1).kind() != Kind.END);
        return tokens;
    }

    private SqlToken next() {
        while (position < expression.length() && Character.isWhitespace(expression.charAt(position))) {
            position++;
        }
        int start = position;
        if (start == expression.length()) {
            return new SqlToken(Kind.END, "", start);
        }
        char first = expression.charAt(start);
        if (Character.isLetter(first)) {
            return new SqlToken(Kind.WORD, word(), start);
        }
        if (isDigit(first) || first == '.' && isDigit(at(start + 1))) {
            return number(start);
        }
        return switch (first) {
            case '\'' -> new SqlToken(Kind.STRING, quoted('\''), start);
            case '"' -> new SqlToken(Kind.QUOTED_NAME, name('"'), start);
            case '[' -> new SqlToken(Kind.QUOTED_NAME, name(']'), start);
            case '@' -> parameter(start);
            default -> symbol(start);
        };
    }

    private String word() {
        int start = position;
        while (Character.isLetterOrDigit(at(position)) || at(position) == '_') {
            position++;
        }
        return expression.substring(start, position);
    }

    private SqlToken parameter(int start) {
        position++;
        var name = word();
        if (name.isEmpty()) {
            throw new SqlSyntaxException(expression, start, "expected a parameter's name after '@'");
        }
        return new SqlToken(Kind.PARAMETER, name, start);
    }

    private SqlToken number(int start) {
        digits();
        boolean decimal = at(position) == '.';
        if (decimal) {
            position++;
            digits();
        }
        if (at(position) == 'e' || at(position) == 'E') {
            decimal = true;
            position += at(position + 1) == '+' || at(position + 1) == '-' ? 2 : 1;
            if (!isDigit(at(position))) {
                throw new SqlSyntaxException(expression, position, "expected the digits of an exponent");
            }
            digits();
        }
        if (Character.isLetter(at(position)) || at(position) == '_') {
            throw new SqlSyntaxException(
                    expression, position, "expected the end of a number, found '" + at(position) + "'");
        }
        return new SqlToken(decimal ? Kind.DECIMAL : Kind.INTEGER, expression.substring(start, position), start);
    }

    private void digits() {
        while (isDigit(at(position))) {
            position++;
        }
    }

    private String name(char close) {
        int start = position;
        var name = quoted(close);
        if (name.isEmpty()) {
            throw new SqlSyntaxException(expression, start, "expected a name between the delimiters");
        }
        return name;
    }

    /** Reads up to the closing character; two of them stand for one. */
    private String quoted(char close) {
        int start = position++;
        var text = new StringBuilder();
        while (position < expression.length()) {
            char c = expression.charAt(position++);
            if (c != close) {
                text.append(c);
            } else if (at(position) == close) {
                text.append(close);
                position++;
            } else {
                return text.toString();
            }
        }
        throw new SqlSyntaxException(
                expression,
                start,
                "expected a closing " + close + " for what begins here, found the end of the expression");
    }

    private SqlToken symbol(int start) {
        var two = expression.substring(start, Math.min(start + 2, expression.length()));
        var one = expression.substring(start, start + 1);
        var symbol = TWO_CHARACTER_SYMBOLS.contains(two) ? two : one;
        if (symbol.length() == 1 && !SYMBOLS.contains(one)) {
            throw new SqlSyntaxException(
                    expression, start, "expected an operator, a name or a value, found '" + one + "'");
        }
        position += symbol.length();
        return new SqlToken(Kind.SYMBOL, symbol, start);
    }

    private char at(int index) {
        return index < expression.length() ? expression.charAt(index) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
