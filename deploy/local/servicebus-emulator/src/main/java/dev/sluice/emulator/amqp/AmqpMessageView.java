package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.QueuedMessage;
import dev.sluice.emulator.rules.MessageView;
import dev.sluice.emulator.rules.SystemProperty;
import java.math.BigDecimal;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.qpid.proton.amqp.Decimal128;
import org.apache.qpid.proton.amqp.Decimal32;
import org.apache.qpid.proton.amqp.Decimal64;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.UnsignedShort;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;

/** The properties of an encoded message, each section decoded when a rule first asks for it. Used by one thread. */
final class AmqpMessageView implements MessageView {

    static final Symbol PARTITION_KEY = Symbol.valueOf("x-opt-partition-key");
    private static final Symbol VIA_PARTITION_KEY = Symbol.valueOf("x-opt-via-partition-key");

    private static final Object UNREADABLE = new Object();

    private final QueuedMessage message;
    private byte[] encoded;
    private MessageSections sections;
    private Properties properties;
    private Map<Symbol, Object> annotations;
    private Map<String, Object> application;

    AmqpMessageView(QueuedMessage message) {
        this.message = message;
    }

    @Override
    public Object system(SystemProperty property) {
        return switch (property) {
            case CONTENT_TYPE -> text(properties().getContentType());
            case CORRELATION_ID -> text(properties().getCorrelationId());
            case DEAD_LETTER_SOURCE -> message.deadLetterSource();
            case DELIVERY_COUNT -> (long) message.deliveryCount();
            case ENQUEUED_SEQUENCE_NUMBER -> message.enqueuedSequenceNumber();
            case ENQUEUED_TIME -> message.enqueuedTime();
            case EXPIRES_AT -> message.expiresAt();
            case LABEL -> properties().getSubject();
            case MESSAGE_ID -> messageId();
            case PARTITION_KEY -> text(annotations().get(PARTITION_KEY));
            case REPLY_TO -> properties().getReplyTo();
            case REPLY_TO_SESSION_ID -> properties().getReplyToGroupId();
            case SCHEDULED_ENQUEUE_TIME -> message.content().scheduledEnqueueTime();
            case SEQUENCE_NUMBER -> message.sequenceNumber();
            case SESSION_ID -> properties().getGroupId();
            case SIZE -> (long) message.size();
            case STATE -> "Active";
            case TIME_TO_LIVE -> message.timeToLive();
            case TO -> properties().getTo();
            case VIA_PARTITION_KEY -> text(annotations().get(VIA_PARTITION_KEY));
            // Nobody has received it yet.
            case LOCKED_UNTIL, LOCK_TOKEN -> null;
        };
    }

    @Override
    public Map<String, Object> application() {
        if (application == null) {
            var values = new TreeMap<String, Object>(String.CASE_INSENSITIVE_ORDER);
            var found = AmqpMessageFormat.readable(this::sections);
            applicationProperties(message, encoded, found).forEach((name, value) -> values.put(name, plain(value)));
            application = values;
        }
        return application;
    }

    /** The application properties as they are now, those that were changed since included. */
    static Map<String, Object> applicationProperties(QueuedMessage message, byte[] encoded, MessageSections sections) {
        var values = AmqpMessageFormat.readable(() -> sections.applicationProperties() < 0
                ? new TreeMap<String, Object>()
                : AmqpCodec.applicationProperties(encoded, sections.applicationProperties()));
        values.putAll(message.changedProperties());
        return values;
    }

    /** The properties section, which is the first of the bare message; an empty one if there is none. */
    static Properties properties(byte[] encoded, MessageSections sections) {
        return sections.properties() < 0
                ? new Properties()
                : AmqpCodec.section(encoded, sections.bare(), Properties.class);
    }

    /** The message annotations; a copy that may be changed. */
    static Map<Symbol, Object> annotations(byte[] encoded, MessageSections sections) {
        var values = sections.annotations() < 0
                ? null
                : AmqpCodec.section(encoded, sections.annotations(), MessageAnnotations.class)
                        .getValue();
        return values == null ? new LinkedHashMap<>() : new LinkedHashMap<>(values);
    }

    private MessageSections sections() {
        if (sections == null) {
            // Perhaps from the disk: not for a rule that looks at nothing.
            encoded = message.content().encoded();
            sections = MessageSections.of(encoded);
        }
        return sections;
    }

    private String messageId() {
        var id = message.content().messageId();
        return id == null ? text(properties().getMessageId()) : id;
    }

    private Properties properties() {
        if (properties == null) {
            properties = AmqpMessageFormat.readable(() -> {
                var found = sections();
                return properties(encoded, found);
            });
        }
        return properties;
    }

    private Map<Symbol, Object> annotations() {
        if (annotations == null) {
            annotations = AmqpMessageFormat.readable(() -> {
                var found = sections();
                return annotations(encoded, found);
            });
        }
        return annotations;
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** The AMQP types as those that rules know; the engine can't tell the value of a decimal. */
    private static Object plain(Object value) {
        if (value instanceof Symbol || value instanceof Character) {
            return value.toString();
        }
        if (value instanceof Date date) {
            return date.toInstant();
        }
        if (value instanceof UnsignedLong number) {
            var exact = number.bigIntegerValue();
            return exact.bitLength() < Long.SIZE ? (Object) number.longValue() : new BigDecimal(exact);
        }
        if (value instanceof UnsignedInteger || value instanceof UnsignedShort || value instanceof UnsignedByte) {
            return ((Number) value).longValue();
        }
        return value instanceof Decimal32 || value instanceof Decimal64 || value instanceof Decimal128
                ? UNREADABLE
                : value;
    }
}
