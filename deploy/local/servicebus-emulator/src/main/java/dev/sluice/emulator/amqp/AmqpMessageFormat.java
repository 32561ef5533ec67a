package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.MessageFormat;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.QueuedMessage;
import dev.sluice.emulator.rules.MessageView;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.RuleChanges;
import dev.sluice.emulator.rules.RuleEvaluationException;
import java.util.List;
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

    @Override
    public String messageId(QueuedMessage message) {
        return MessageReader.read(message.content().encoded()).messageId();
    }

    @Override
    public byte[] encode(List<Rule> rules) {
        return RuleRecords.encode(rules);
    }

    @Override
    public List<Rule> decodeRules(byte[] encoded) {
        return RuleRecords.decode(encoded);
    }

    /** Properties are taken in unseen; that they are broken is found out when a rule wants to see them. */
    static <T> T readable(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException | BrokerException e) {
            throw new RuleEvaluationException("The message's properties can't be read: " + e.getMessage());
        }
    }
}
