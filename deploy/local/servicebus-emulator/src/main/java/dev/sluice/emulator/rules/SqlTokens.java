package dev.sluice.emulator.rules;

import dev.sluice.emulator.rules.SqlToken.Kind;
import java.util.List;
import java.util.function.Supplier;

/** The tokens of one expression while it is parsed, and the errors that name a place in it. */
final class SqlTokens {

    // What people write nests five deep; what would overflow the stack is an attack on it.
    private static final int MAX_DEPTH = 64;

    private final String expression;
    private final List<SqlToken> tokens;
    private int position;
    private int depth;

    SqlTokens(String expression) {
        this.expression = expression;
        this.tokens = SqlLexer.tokens(expression);
    }

    SqlToken peek() {
        return tokens.get(position);
    }

    /** The token after the next one. */
    SqlToken peekSecond() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    /** Takes the next token; the end stays. */
    SqlToken next() {
        var token = tokens.get(position);
        if (token.kind() != Kind.END) {
            position++;
        }
        return token;
    }

    /** Where the next token begins. */
    int offset() {
        return peek().offset();
    }

    boolean takeWord(String word) {
        boolean found = peek().isWord(word);
        if (found) {
            position++;
        }
        return found;
    }

    boolean takeSymbol(String symbol) {
        boolean found = peek().isSymbol(symbol);
        if (found) {
            position++;
        }
        return found;
    }

    void requireWord(String word) {
        if (!takeWord(word)) {
            throw expected(word);
        }
    }

    void requireSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    void requireEnd(String expected) {
        if (peek().kind() != Kind.END) {
            throw expected(expected);
        }
    }

    /** Parses something one level deeper. */
    <T> T nested(Supplier<T> parse) {
        if (++depth > MAX_DEPTH) {
            throw error(offset(), "expected at most " + MAX_DEPTH + " levels of nesting");
        }
        var parsed = parse.get();
        depth--;
        return parsed;
    }

    /** The error that something else is expected where the next token is. */
    SqlSyntaxException expected(String what) {
        return error(offset(), "expected " + what + ", found " + peek().description());
    }

    SqlSyntaxException error(int offset, String problem) {
        return new SqlSyntaxException(expression, offset, problem);
    }
}
