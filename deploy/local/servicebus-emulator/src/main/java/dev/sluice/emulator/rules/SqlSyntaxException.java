package dev.sluice.emulator.rules;

/** An expression that is not in the language; says where, what was expected there and what was found. */
public final class SqlSyntaxException extends IllegalArgumentException {

    private final int line;
    private final int column;

    SqlSyntaxException(String expression, int offset, String problem) {
        this(line(expression, offset), column(expression, offset), problem);
    }

    private SqlSyntaxException(int line, int column, String problem) {
        super("line " + line + ", column " + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /** The line of the first character that does not fit, from 1 on. */
    public int line() {
        return line;
    }

    /** The column of the first character that does not fit, from 1 on. */
    public int column() {
        return column;
    }

    private static int line(String expression, int offset) {
        return 1 + (int) expression.chars().limit(offset).filter(c -> c == '\n').count();
    }

    private static int column(String expression, int offset) {
        return offset - expression.lastIndexOf('\n', offset - 1);
    }
}
