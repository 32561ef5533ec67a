package dev.sluice.emulator.rules;

import java.util.UUID;

/** A part of a parsed expression. Immutable and safe to share between threads. */
interface SqlExpression {

    /**
     * The value for a message; null means unknown, which is also what SQL's NULL is.
     *
     * @throws RuleEvaluationException if a type does not fit or a system property does not exist
     */
    Object evaluate(MessageView message);

    /** A part that is true, false or unknown. */
    interface Predicate extends SqlExpression {
        @Override
        Boolean evaluate(MessageView message);
    }

    /** A value that stands in the expression. */
    record Constant(Object value) implements SqlExpression {
        @Override
        public Object evaluate(MessageView message) {
            return value;
        }
    }

    /** {@code newid()}. */
    record NewId() implements SqlExpression {
        @Override
        public Object evaluate(MessageView message) {
            return UUID.randomUUID();
        }
    }

    /** {@code -x}; {@code +x} is no more than x as long as x is a number. */
    record Sign(boolean negative, SqlExpression operand) implements SqlExpression {
        @Override
        public Object evaluate(MessageView message) {
            var value = operand.evaluate(message);
            return Values.arithmetic(negative ? '-' : '+', value == null ? null : 0L, value);
        }
    }

    /** {@code x + y} and its like. */
    record Arithmetic(char operator, SqlExpression left, SqlExpression right) implements SqlExpression {
        @Override
        public Object evaluate(MessageView message) {
            return Values.arithmetic(operator, left.evaluate(message), right.evaluate(message));
        }
    }
}
