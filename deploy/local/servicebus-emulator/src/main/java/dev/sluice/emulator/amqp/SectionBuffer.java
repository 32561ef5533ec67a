package dev.sluice.emulator.amqp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Encodes the few AMQP types that a broker's own sections are made of, into a buffer that the caller has made large
 * enough. By hand, as this is done for every delivery: proton's encoder needs an object for each value.
 *
 * @see <a href="http://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-types-v1.0-os.html#section-encodings">AMQP 1.0
 *     part 1, section 1.2</a>
 */
final class SectionBuffer {

    /** What a value of a fixed size takes at most, its type included. */
    static final int SCALAR = 9;

    /** What the beginning of a section takes at most. */
    static final int SECTION = 12;

    private static final byte NULL = 0x40;

    private final ByteBuffer bytes;

    SectionBuffer(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** A symbol, encoded. */
    static byte[] symbol(String ascii) {
        var text = ascii.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + text.length)
                .put((byte) 0xa3)
                .put((byte) text.length)
                .put(text)
                .array();
    }

    /** Begins a section that is a list; gives where, for {@link #end}. */
    int beginList(int code) {
        return begin(code, 0xd0);
    }

    /** Begins a section that is a map; gives where, for {@link #end}. */
    int beginMap(int code) {
        return begin(code, 0xd1);
    }

    /** Ends a section of so many elements; a map's keys and values are elements both. */
    void end(int begun, int elements) {
        bytes.putInt(begun, bytes.position() - begun - 4);
        bytes.putInt(begun + 4, elements);
    }

    void putEncoded(byte[] encoded) {
        bytes.put(encoded);
    }

    void putEncoded(byte[] from, int start, int length) {
        bytes.put(from, start, length);
    }

    void putNull() {
        bytes.put(NULL);
    }

    void putBoolean(boolean value) {
        bytes.put((byte) (value ? 0x41 : 0x42));
    }

    void putUnsignedByte(int value) {
        bytes.put((byte) 0x50).put((byte) value);
    }

    void putUnsignedInt(long value) {
        bytes.put((byte) 0x70).putInt((int) value);
    }

    void putInt(int value) {
        bytes.put((byte) 0x71).putInt(value);
    }

    void putLong(long value) {
        bytes.put((byte) 0x81).putLong(value);
    }

    void putTimestamp(long epochMillis) {
        bytes.put((byte) 0x83).putLong(epochMillis);
    }

    void putString(byte[] utf8) {
        bytes.put((byte) 0xb1).putInt(utf8.length).put(utf8);
    }

    private int begin(int code, int constructor) {
        bytes.put((byte) 0).put((byte) 0x53).put((byte) code).put((byte) constructor);
        int begun = bytes.position();
        bytes.putLong(0);
        return begun;
    }
}
