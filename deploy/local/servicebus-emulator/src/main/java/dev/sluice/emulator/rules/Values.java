package dev.sluice.emulator.rules;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Comparison and arithmetic over the values of messages and constants. Numbers are promoted as in C#: whole numbers to
 * 64 bits, to double if one operand is, to decimal if one is. Unknown (null) stays unknown.
 */
final class Values {

    private Values() {}

    /** The order of two values; null if one is unknown or their types can't be compared. */
    static Integer compare(Object left, Object right) {
        if (left instanceof Number first && right instanceof Number second) {
            return compareNumbers(first, second);
        }
        if (isReadable(left)) {
            return right != null && left.getClass() == right.getClass() ? compareLike(left, right) : null;
        }
        return null;
    }

    /** Whether two values are equal; numbers of different types may be. */
    static boolean same(Object left, Object right) {
        var order = compare(left, right);
        return order != null && order == 0;
    }

    /**
     * The result of {@code + - * / %}; null if an operand is unknown. {@code +} joins strings.
     *
     * @throws RuleEvaluationException for other types, and for a whole number divided by zero
     */
    static Object arithmetic(char operator, Object left, Object right) {
        if (left == null || right == null) {
            return null;
        }
        if (operator == '+'
                && (left instanceof String && isReadable(right) || right instanceof String && isReadable(left))) {
            return left.toString() + right;
        }
        if (!(left instanceof Number first && right instanceof Number second)) {
            throw new RuleEvaluationException("The operator '" + operator + "' can't be applied to " + describe(left)
                    + " and " + describe(right) + ".");
        }
        try {
            if (isDecimal(first) || isDecimal(second)) {
                return ofDecimals(operator, decimal(first), decimal(second));
            }
            return isFloating(first) || isFloating(second)
                    ? (Object) ofDoubles(operator, first.doubleValue(), second.doubleValue())
                    : (Object) ofLongs(operator, first.longValue(), second.longValue());
        } catch (ArithmeticException e) {
            throw new RuleEvaluationException("'" + operator + "' can't be computed: " + e.getMessage() + ".");
        }
    }

    /** A value's type and a value, for errors; what it says is not a secret and not long. */
    static String describe(Object value) {
        if (value instanceof String text) {
            return "the string '" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "'";
        }
        if (value instanceof Number) {
            return "the number " + value;
        }
        return isReadable(value) ? value.toString() : "a value that rules can't read";
    }

    /** Whether it is one of the types that {@link MessageView} names; all of them can be compared with themselves. */
    private static boolean isReadable(Object value) {
        return value instanceof Comparable<?>;
    }

    private static Integer compareNumbers(Number left, Number right) {
        if (isFloating(left) || isFloating(right)) {
            double first = left.doubleValue();
            double second = right.doubleValue();
            // Not Double.compare: it tells 0.0 from -0.0.
            return Double.isNaN(first) || Double.isNaN(second)
                    ? null
                    : Integer.valueOf(first < second ? -1 : first > second ? 1 : 0);
        }
        return isDecimal(left) || isDecimal(right)
                ? Integer.valueOf(decimal(left).compareTo(decimal(right)))
                : Integer.valueOf(Long.compare(left.longValue(), right.longValue()));
    }

    @SuppressWarnings("unchecked")
    private static Integer compareLike(Object left, Object right) {
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static long ofLongs(char operator, long left, long right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            case '/' -> left / right;
            default -> left % right;
        };
    }

    private static double ofDoubles(char operator, double left, double right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            case '/' -> left / right;
            default -> left % right;
        };
    }

    private static BigDecimal ofDecimals(char operator, BigDecimal left, BigDecimal right) {
        return switch (operator) {
            case '+' -> left.add(right, MathContext.DECIMAL128);
            case '-' -> left.subtract(right, MathContext.DECIMAL128);
            case '*' -> left.multiply(right, MathContext.DECIMAL128);
            case '/' -> left.divide(right, MathContext.DECIMAL128);
            default -> left.remainder(right, MathContext.DECIMAL128);
        };
    }

    private static boolean isFloating(Number number) {
        return number instanceof Double || number instanceof Float;
    }

    private static boolean isDecimal(Number number) {
        return number instanceof BigDecimal;
    }

    private static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal exact) {
            return exact;
        }
        // A NaN or an infinity is no decimal, and says so with a NumberFormatException.
        try {
            return isFloating(number) ? new BigDecimal(number.doubleValue()) : BigDecimal.valueOf(number.longValue());
        } catch (NumberFormatException e) {
            throw new ArithmeticException(number + " is not a decimal number");
        }
    }
}
