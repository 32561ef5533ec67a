package dev.sluice.emulator.broker;

import dev.sluice.emulator.rules.MessageView;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.RuleChanges;
import dev.sluice.emulator.rules.RuleEvaluationException;
import java.util.List;

/** What the broker itself can't do as messages are opaque to it: read the properties of one, and rewrite them. */
public interface MessageFormat {

    /**
     * Shows a message to rules. May put off the reading until it is asked for a property, which then throws
     * {@link RuleEvaluationException} if the properties can't be read.
     */
    MessageView view(QueuedMessage message);

    /**
     * Makes a message anew with changed properties, those that were changed before included; its body stays.
     *
     * @throws RuleEvaluationException if the properties can't be read
     */
    NewMessage rewrite(QueuedMessage message, RuleChanges changes);

    /** The id in a message's bytes, or null; for one that came from a store, which does not keep it beside them. */
    String messageId(QueuedMessage message);

    /** Rules in bytes for a store; equal rules give equal bytes. */
    byte[] encode(List<Rule> rules);

    /** The rules of which {@link #encode} made those bytes; throws IllegalArgumentException for any others. */
    List<Rule> decodeRules(byte[] encoded);
}
