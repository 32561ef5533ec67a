package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.QueuedMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedByte;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.codec.WritableBuffer;

/**
 * Encodes messages for consumers: a header and annotations made anew, then the sections that the sender encoded, byte for
 * byte. The body is never decoded.
 */
final class MessageWriter {

    private static final Logger LOG = System.getLogger(MessageWriter.class.getName());
    private static final Symbol SEQUENCE_NUMBER = Symbol.valueOf("x-opt-sequence-number");
    private static final Symbol ENQUEUED_SEQUENCE_NUMBER = Symbol.valueOf("x-opt-enqueue-sequence-number");
    private static final Symbol ENQUEUED_TIME = Symbol.valueOf("x-opt-enqueued-time");
    private static final Symbol LOCKED_UNTIL = Symbol.valueOf("x-opt-locked-until");
    private static final Symbol MESSAGE_STATE = Symbol.valueOf("x-opt-message-state");
    private static final Symbol DEAD_LETTER_SOURCE = Symbol.valueOf("x-opt-deadletter-source");

    // Room for a header and the annotations above; what does not fit makes the buffer grow.
    private static final int OWN_SECTIONS = 512;

    private MessageWriter() {}

    /**
     * Encodes a message.
     *
     * @param lockedUntil when the lock of this delivery expires, or null if there is none
     */
    static ByteBuffer write(QueuedMessage message, Instant lockedUntil) {
        for (int room = OWN_SECTIONS; ; room *= 4) {
            var buffer = ByteBuffer.allocate(message.size() + room);
            try {
                write(message, lockedUntil, new WritableBuffer.ByteBufferWrapper(buffer));
                return buffer.flip();
            } catch (BufferOverflowException | IndexOutOfBoundsException e) {
                if (room > 1 << 26) {
                    throw e;
                }
            }
        }
    }

    private static void write(QueuedMessage message, Instant lockedUntil, WritableBuffer target) {
        var encoded = message.content().encoded();
        var sections = MessageSections.of(encoded);
        AmqpCodec.encode(target, header(message, encoded, sections));
        AmqpCodec.encode(target, annotations(message, lockedUntil, encoded, sections));
        int rest = sections.bare();
        if (!message.changedProperties().isEmpty()) {
            int end = sections.applicationProperties() < 0 ? sections.body() : sections.applicationProperties();
            target.put(encoded, rest, end - rest);
            AmqpCodec.encode(target, applicationProperties(message, encoded, sections));
            rest = sections.body();
        }
        target.put(encoded, rest, encoded.length - rest);
    }

    private static Header header(QueuedMessage message, byte[] encoded, MessageSections sections) {
        var header = new Header();
        if (sections.header() >= 0) {
            var reader = new EncodedReader(encoded, sections.header(), encoded.length - sections.header());
            int fields = reader.enterList();
            header.setDurable(fields > 0 && reader.scalar() instanceof Boolean durable ? durable : null);
            header.setPriority(fields > 1 && reader.scalar() instanceof Long priority ? priority(priority) : null);
        }
        if (message.timeToLive() != null) {
            header.setTtl(UnsignedInteger.valueOf(Math.min(message.timeToLive().toMillis(), 0xFFFF_FFFFL)));
        }
        header.setDeliveryCount(UnsignedInteger.valueOf(message.deliveryCount()));
        return header;
    }

    private static UnsignedByte priority(long value) {
        return UnsignedByte.valueOf((byte) value);
    }

    private static MessageAnnotations annotations(
            QueuedMessage message, Instant lockedUntil, byte[] encoded, MessageSections sections) {
        Map<Symbol, Object> annotations = sections.annotations() < 0
                ? new LinkedHashMap<>()
                : AmqpCodec.annotations(encoded, sections.annotations());
        annotations.put(SEQUENCE_NUMBER, message.sequenceNumber());
        annotations.put(ENQUEUED_SEQUENCE_NUMBER, message.enqueuedSequenceNumber());
        annotations.put(ENQUEUED_TIME, Date.from(message.enqueuedTime()));
        annotations.put(MESSAGE_STATE, message.state().ordinal());
        if (lockedUntil != null) {
            annotations.put(LOCKED_UNTIL, Date.from(lockedUntil));
        }
        if (message.deadLetterSource() != null) {
            annotations.put(DEAD_LETTER_SOURCE, message.deadLetterSource());
        }
        return new MessageAnnotations(annotations);
    }

    private static ApplicationProperties applicationProperties(
            QueuedMessage message, byte[] encoded, MessageSections sections) {
        var properties = new LinkedHashMap<String, Object>();
        if (sections.applicationProperties() >= 0) {
            try {
                properties.putAll(AmqpCodec.applicationProperties(encoded, sections.applicationProperties()));
            } catch (IllegalArgumentException broken) {
                // They were taken in unseen. To fail now would fail each consumer in turn, so the changes stand alone.
                LOG.log(Level.WARNING, "message {0}: {1}", message.sequenceNumber(), broken.getMessage());
            }
        }
        properties.putAll(message.changedProperties());
        return new ApplicationProperties(properties);
    }
}
