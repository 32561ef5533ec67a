package dev.sluice.emulator.amqp;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.apache.qpid.proton.codec.WritableBuffer;

/** Proton's encoder and decoder for single sections, one pair for each thread as they are not thread-safe. */
final class AmqpCodec {

    private static final ThreadLocal<AmqpCodec> CODEC = ThreadLocal.withInitial(AmqpCodec::new);

    private static final int USUAL_SIZE = 512;
    private static final int MAX_SIZE = 1 << 26;

    private final DecoderImpl decoder = new DecoderImpl();
    private final EncoderImpl encoder = new EncoderImpl(decoder);

    private AmqpCodec() {
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
    }

    /** The message annotations whose section begins there; a copy that may be changed. */
    static Map<Symbol, Object> annotations(byte[] encoded, int position) {
        var value = decode(encoded, position);
        return value instanceof MessageAnnotations section && section.getValue() != null
                ? new LinkedHashMap<>(section.getValue())
                : new LinkedHashMap<>();
    }

    /** The application properties whose section begins there; a copy that may be changed. */
    static Map<String, Object> applicationProperties(byte[] encoded, int position) {
        var value = decode(encoded, position);
        return value instanceof ApplicationProperties section && section.getValue() != null
                ? new LinkedHashMap<>(section.getValue())
                : new LinkedHashMap<>();
    }

    /** The section of a type that begins there. */
    static <T> T section(byte[] encoded, int position, Class<T> type) {
        var value = decode(encoded, position);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("expected a section of " + type.getSimpleName());
        }
        return type.cast(value);
    }

    /** A section in bytes of its own. */
    static byte[] encode(Object section) {
        for (int size = USUAL_SIZE; ; size *= 4) {
            var buffer = ByteBuffer.allocate(size);
            try {
                encode(new WritableBuffer.ByteBufferWrapper(buffer), section);
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (BufferOverflowException | IndexOutOfBoundsException e) {
                if (size > MAX_SIZE) {
                    throw e;
                }
            }
        }
    }

    /** Appends a section to a buffer. */
    static void encode(WritableBuffer target, Object section) {
        var encoder = CODEC.get().encoder;
        encoder.setByteBuffer(target);
        try {
            encoder.writeObject(section);
        } finally {
            encoder.setByteBuffer((WritableBuffer) null);
        }
    }

    private static Object decode(byte[] encoded, int position) {
        var decoder = CODEC.get().decoder;
        decoder.setByteBuffer(ByteBuffer.wrap(encoded, position, encoded.length - position));
        try {
            return decoder.readObject();
        } catch (RuntimeException e) {
            // Proton's decoder trips over broken bytes in many ways: its own exceptions, casts, buffers that end.
            throw new IllegalArgumentException("a section can't be decoded: " + e.getMessage(), e);
        } finally {
            decoder.setByteBuffer(null);
        }
    }
}
