package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.QueuedMessage;
import dev.sluice.emulator.rules.RuleChanges;
import dev.sluice.emulator.rules.SystemProperty;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.codec.WritableBuffer;

/** Encodes a message anew with the properties that a rule's action changed; its body is copied byte for byte. */
final class MessageRewriter {

    // Room for what an action may add: its expression is at most 1024 characters. What does not fit makes it grow.
    private static final int ADDITIONS = 4096;

    private MessageRewriter() {}

    static byte[] rewrite(QueuedMessage message, RuleChanges changes) {
        var encoded = message.content().encoded();
        var sections = MessageSections.of(encoded);
        var application = AmqpMessageView.applicationProperties(message, encoded, sections);
        changes.removed().forEach(name -> application.keySet().removeIf(name::equalsIgnoreCase));
        application.putAll(changes.set());
        var annotations = AmqpMessageView.annotations(encoded, sections);
        var properties = AmqpMessageView.properties(encoded, sections);
        changes.system().forEach((property, value) -> set(property, value, properties, annotations));
        for (int room = ADDITIONS; ; room *= 4) {
            var buffer = ByteBuffer.allocate(encoded.length + room);
            try {
                var target = new WritableBuffer.ByteBufferWrapper(buffer);
                if (sections.header() >= 0) {
                    // Always the first section.
                    AmqpCodec.encode(target, AmqpCodec.section(encoded, 0, Header.class));
                }
                AmqpCodec.encode(target, new MessageAnnotations(annotations));
                AmqpCodec.encode(target, properties);
                AmqpCodec.encode(target, new ApplicationProperties(application));
                target.put(encoded, sections.body(), encoded.length - sections.body());
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (BufferOverflowException | IndexOutOfBoundsException e) {
                if (room > 1 << 26) {
                    throw e;
                }
            }
        }
    }

    private static void set(
            SystemProperty property, String value, Properties properties, Map<Symbol, Object> annotations) {
        switch (property) {
            case CONTENT_TYPE -> properties.setContentType(value == null ? null : Symbol.valueOf(value));
            case CORRELATION_ID -> properties.setCorrelationId(value);
            case LABEL -> properties.setSubject(value);
            case MESSAGE_ID -> properties.setMessageId(value);
            case PARTITION_KEY -> {
                if (value == null) {
                    annotations.remove(AmqpMessageView.PARTITION_KEY);
                } else {
                    annotations.put(AmqpMessageView.PARTITION_KEY, value);
                }
            }
            case REPLY_TO -> properties.setReplyTo(value);
            case REPLY_TO_SESSION_ID -> properties.setReplyToGroupId(value);
            case SESSION_ID -> properties.setGroupId(value);
            case TO -> properties.setTo(value);
            default -> throw new IllegalArgumentException(property + " can't be set");
        }
    }
}
