package dev.sluice.emulator.rules;

/**
 * A piece of an expression.
 *
 * @param kind what it is
 * @param text a word or symbol as written, a name or string without its quotes, a number's digits; empty at the end
 * @param offset where it begins, from 0 on
 */
record SqlToken(Kind kind, String text, int offset) {

    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        INTEGER,
        DECIMAL,
        PARAMETER,
        SYMBOL,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** What an error says was found. */
    String description() {
        return switch (kind) {
            case END -> "the end of the expression";
            case STRING -> "the string '" + text + "'";
            case QUOTED_NAME -> "the name [" + text + "]";
            case PARAMETER -> "@" + text;
            default -> "'" + text + "'";
        };
    }
}
