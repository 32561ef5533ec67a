package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.QueuedMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Set;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.codec.WritableBuffer;

/**
 * Encodes messages for consumers: a header and annotations made anew, then the sections that the sender encoded, byte for
 * byte. The body is never decoded.
 */
final class MessageWriter {

    private static final Logger LOG = System.getLogger(MessageWriter.class.getName());
    private static final byte[] NOTHING = {};

    private static final byte[] SEQUENCE_NUMBER = SectionBuffer.symbol("x-opt-sequence-number");
    private static final byte[] ENQUEUED_SEQUENCE_NUMBER = SectionBuffer.symbol("x-opt-enqueue-sequence-number");
    private static final byte[] ENQUEUED_TIME = SectionBuffer.symbol("x-opt-enqueued-time");
    private static final byte[] LOCKED_UNTIL = SectionBuffer.symbol("x-opt-locked-until");
    private static final byte[] MESSAGE_STATE = SectionBuffer.symbol("x-opt-message-state");
    private static final byte[] DEAD_LETTER_SOURCE = SectionBuffer.symbol("x-opt-deadletter-source");

    /** What only the broker may say of a message; a sender that forwards what it has received may have said it too. */
    private static final Set<String> OWN_ANNOTATIONS = Set.of(
            "x-opt-sequence-number",
            "x-opt-enqueue-sequence-number",
            "x-opt-enqueued-time",
            "x-opt-locked-until",
            "x-opt-message-state",
            "x-opt-deadletter-source");

    // A header of five scalars, and of the annotations above each a name of up to 32 bytes with a scalar.
    private static final int OWN_SECTIONS =
            2 * SectionBuffer.SECTION + 5 * SectionBuffer.SCALAR + OWN_ANNOTATIONS.size() * (32 + SectionBuffer.SCALAR);

    private MessageWriter() {}

    /**
     * Encodes a message.
     *
     * @param lockedUntil when the lock of this delivery expires, or null if there is none
     */
    static ByteBuffer write(QueuedMessage message, Instant lockedUntil) {
        var encoded = message.content().encoded();
        var sections = MessageSections.of(encoded);
        boolean changed = !message.changedProperties().isEmpty();
        var properties = changed ? applicationProperties(message, encoded, sections) : NOTHING;
        var source = message.deadLetterSource() == null
                ? NOTHING
                : message.deadLetterSource().getBytes(StandardCharsets.UTF_8);

        // What the sender encoded leaves room for the annotations of its own that are kept.
        var buffer = ByteBuffer.allocate(OWN_SECTIONS + source.length + properties.length + encoded.length);
        var target = new SectionBuffer(buffer);
        header(message, encoded, sections, target);
        annotations(message, lockedUntil, source, encoded, sections, target);
        int rest = sections.bare();
        if (changed) {
            int end = sections.applicationProperties() < 0 ? sections.body() : sections.applicationProperties();
            buffer.put(encoded, rest, end - rest).put(properties);
            rest = sections.body();
        }
        return buffer.put(encoded, rest, encoded.length - rest).flip();
    }

    private static void header(QueuedMessage message, byte[] encoded, MessageSections sections, SectionBuffer target) {
        int begun = target.beginList(MessageSections.HEADER);
        Object durable = null;
        Object priority = null;
        if (sections.header() >= 0) {
            var reader = new EncodedReader(encoded, sections.header(), encoded.length - sections.header());
            int fields = reader.enterList();
            durable = fields > 0 ? reader.scalar() : null;
            priority = fields > 1 ? reader.scalar() : null;
        }
        if (durable instanceof Boolean value) {
            target.putBoolean(value);
        } else {
            target.putNull();
        }
        if (priority instanceof Long value) {
            target.putUnsignedByte(value.intValue());
        } else {
            target.putNull();
        }
        if (message.timeToLive() != null) {
            target.putUnsignedInt(Math.min(message.timeToLive().toMillis(), 0xFFFF_FFFFL));
        } else {
            target.putNull();
        }
        target.putNull();
        target.putUnsignedInt(message.deliveryCount());
        target.end(begun, 5);
    }

    private static void annotations(
            QueuedMessage message,
            Instant lockedUntil,
            byte[] source,
            byte[] encoded,
            MessageSections sections,
            SectionBuffer target) {
        int begun = target.beginMap(MessageSections.MESSAGE_ANNOTATIONS);
        int count = sections.annotations() < 0 ? 0 : copyAnnotations(encoded, sections, target);
        target.putEncoded(SEQUENCE_NUMBER);
        target.putLong(message.sequenceNumber());
        target.putEncoded(ENQUEUED_SEQUENCE_NUMBER);
        target.putLong(message.enqueuedSequenceNumber());
        target.putEncoded(ENQUEUED_TIME);
        target.putTimestamp(message.enqueuedTime().toEpochMilli());
        target.putEncoded(MESSAGE_STATE);
        target.putInt(message.state().ordinal());
        count += 4;
        if (lockedUntil != null) {
            target.putEncoded(LOCKED_UNTIL);
            target.putTimestamp(lockedUntil.toEpochMilli());
            count++;
        }
        if (source.length > 0) {
            target.putEncoded(DEAD_LETTER_SOURCE);
            target.putString(source);
            count++;
        }
        target.end(begun, 2 * count);
    }

    /** Copies the sender's own annotations as they are, and says how many. */
    private static int copyAnnotations(byte[] encoded, MessageSections sections, SectionBuffer target) {
        var reader = sections.annotationsOf(encoded);
        int count = 0;
        for (int i = reader.enterMap(); i > 0; i--) {
            int start = reader.position();
            var name = reader.scalar();
            reader.skip();
            if (name == null || !OWN_ANNOTATIONS.contains(name)) {
                target.putEncoded(encoded, start, reader.position() - start);
                count++;
            }
        }
        return count;
    }

    private static byte[] applicationProperties(QueuedMessage message, byte[] encoded, MessageSections sections) {
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
        return encode(new ApplicationProperties(properties), encoded.length + 512);
    }

    private static byte[] encode(ApplicationProperties section, int expected) {
        for (int room = expected; ; room *= 4) {
            var buffer = ByteBuffer.allocate(room);
            try {
                AmqpCodec.encode(new WritableBuffer.ByteBufferWrapper(buffer), section);
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (BufferOverflowException | IndexOutOfBoundsException e) {
                if (room > 1 << 28) {
                    throw e;
                }
            }
        }
    }
}
