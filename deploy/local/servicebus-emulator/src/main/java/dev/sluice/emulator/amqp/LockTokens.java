package dev.sluice.emulator.amqp;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Lock tokens as delivery tags: 16 bytes in the order of a .NET GUID, whose first three groups are little-endian. */
final class LockTokens {

    private LockTokens() {}

    static byte[] toDeliveryTag(UUID token) {
        long high = token.getMostSignificantBits();
        return ByteBuffer.allocate(16)
                .putInt(Integer.reverseBytes((int) (high >>> 32)))
                .putShort(Short.reverseBytes((short) (high >>> 16)))
                .putShort(Short.reverseBytes((short) high))
                .putLong(token.getLeastSignificantBits())
                .array();
    }
}
