package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.MessageFormat;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.QueuedMessage;
import dev.sluice.emulator.rules.MessageView;
import dev.sluice.emulator.rules.RuleChanges;
import dev.sluice.emulator.rules.RuleEvaluationException;
import java.util.function.Supplier;

/** Reads and rewrites the properties of AMQP-encoded messages for the rules of subscriptions. */
public final class AmqpMessageFormat implements MessageFormat {

    @Override
    public MessageView view(QueuedMessage message) {
        return new AmqpMessageView(message);
    }

    @Override
    public NewMessage rewrite(QueuedMessage message, RuleChanges changes) {
        return readable(() -> MessageReader.read(MessageRewriter.rewrite(message, changes)));
    }

    /** Properties are taken in unseen; that they are broken is found out when a rule wants to see them. */
    static <T> T readable(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new RuleEvaluationException("The message's properties can't be read: " + e.getMessage());
        }
    }
}
