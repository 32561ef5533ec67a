package dev.sluice.emulator.broker;

import dev.sluice.emulator.rules.MessageView;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.RuleChanges;
import dev.sluice.emulator.rules.SystemProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The format of the broker's tests: a message's encoding is its name, and its Label too. */
final class TextMessages implements MessageFormat {

    @Override
    public MessageView view(QueuedMessage message) {
        return new MessageView() {
            @Override
            public Object system(SystemProperty property) {
                return property == SystemProperty.LABEL ? QueueTest.name(message) : null;
            }

            @Override
            public Map<String, Object> application() {
                var properties = new TreeMap<String, Object>(String.CASE_INSENSITIVE_ORDER);
                properties.putAll(message.changedProperties());
                return properties;
            }
        };
    }

    /** A new label is a new name; what else changes is said after it. */
    @Override
    public NewMessage rewrite(QueuedMessage message, RuleChanges changes) {
        var name = changes.system().getOrDefault(SystemProperty.LABEL, QueueTest.name(message));
        var removed = changes.removed().stream().map("-"::concat).collect(Collectors.joining());
        var content = message.content();
        return new NewMessage(
                (name + removed).getBytes(StandardCharsets.UTF_8),
                content.messageId(),
                content.sessionId(),
                content.timeToLive(),
                content.scheduledEnqueueTime());
    }

    @Override
    public String messageId(QueuedMessage message) {
        return message.content().messageId();
    }

    @Override
    public byte[] encode(List<Rule> rules) {
        throw new UnsupportedOperationException("nothing is kept here");
    }

    @Override
    public List<Rule> decodeRules(byte[] encoded) {
        throw new UnsupportedOperationException("nothing is kept here");
    }
}
