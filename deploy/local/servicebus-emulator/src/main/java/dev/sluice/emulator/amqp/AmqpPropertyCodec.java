package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.PropertyCodec;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.codec.WritableBuffer;

/** Properties as a section of application properties: every value that a client can set has its AMQP type. */
public final class AmqpPropertyCodec implements PropertyCodec {

    private static final int USUAL_SIZE = 512;

    @Override
    public byte[] encode(Map<String, Object> properties) {
        for (int size = USUAL_SIZE; ; size *= 4) {
            var buffer = ByteBuffer.allocate(size);
            try {
                AmqpCodec.encode(new WritableBuffer.ByteBufferWrapper(buffer), new ApplicationProperties(properties));
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (BufferOverflowException | IndexOutOfBoundsException e) {
                if (size > 1 << 26) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Map<String, Object> decode(byte[] encoded) {
        return AmqpCodec.applicationProperties(encoded, 0);
    }
}
