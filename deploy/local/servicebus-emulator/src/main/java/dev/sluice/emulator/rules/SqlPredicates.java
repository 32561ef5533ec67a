package dev.sluice.emulator.rules;

import dev.sluice.emulator.rules.SqlExpression.Predicate;
import java.util.List;
import java.util.function.IntPredicate;

/** The conditions of the language, in three-valued logic: null is unknown. */
final class SqlPredicates {

    private SqlPredicates() {}

    /** True if both are; false if one is; unknown otherwise. */
    record And(Predicate left, Predicate right) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            var first = left.evaluate(message);
            if (Boolean.FALSE.equals(first)) {
                return false;
            }
            var second = right.evaluate(message);
            return Boolean.FALSE.equals(second) ? Boolean.FALSE : first == null ? null : second;
        }
    }

    /** True if one is; false if both are; unknown otherwise. */
    record Or(Predicate left, Predicate right) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            var first = left.evaluate(message);
            if (Boolean.TRUE.equals(first)) {
                return true;
            }
            var second = right.evaluate(message);
            return Boolean.TRUE.equals(second) ? Boolean.TRUE : first == null ? null : second;
        }
    }

    /** The opposite; unknown stays unknown. */
    record Not(Predicate operand) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            var value = operand.evaluate(message);
            return value == null ? null : Boolean.valueOf(!value);
        }
    }

    /** {@code x = y} and its like, as a test of the order of the two. */
    record Comparison(IntPredicate holds, SqlExpression left, SqlExpression right) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            var order = Values.compare(left.evaluate(message), right.evaluate(message));
            return order == null ? null : Boolean.valueOf(holds.test(order));
        }
    }

    /** {@code x IN (a, b)}: true if one is equal, unknown if none is and one can't be compared. */
    record In(SqlExpression operand, List<SqlExpression> elements) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            var value = operand.evaluate(message);
            Boolean result = value == null ? null : Boolean.FALSE;
            for (var element : elements) {
                var order = Values.compare(value, element.evaluate(message));
                if (order == null) {
                    result = null;
                } else if (order == 0) {
                    return true;
                }
            }
            return result;
        }
    }

    /** {@code x LIKE pattern ESCAPE e}; the escape is null if there is none. */
    record Like(SqlExpression operand, SqlExpression pattern, SqlExpression escape) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            var text = operand.evaluate(message);
            var compiled = compile(message);
            return compiled == null || !(text instanceof String string) ? null : compiled.matches(string);
        }

        /** The pattern; null if it is unknown. The message may be null if all is constant. */
        LikePattern compile(MessageView message) {
            return escape == null
                    ? LikePattern.of(pattern.evaluate(message))
                    : LikePattern.of(pattern.evaluate(message), escape.evaluate(message));
        }
    }

    /** {@code x LIKE pattern} with a pattern that is the same for every message. */
    record ConstantLike(SqlExpression operand, LikePattern pattern) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            return operand.evaluate(message) instanceof String text ? pattern.matches(text) : null;
        }
    }

    /** {@code p IS NULL}: true for a property that is absent too; never unknown. */
    record IsNull(SqlProperty property) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            return property.evaluate(message) == null;
        }
    }

    /** {@code EXISTS (p)}; never unknown. */
    record Exists(SqlProperty property) implements Predicate {
        @Override
        public Boolean evaluate(MessageView message) {
            return property.exists(message);
        }
    }
}
