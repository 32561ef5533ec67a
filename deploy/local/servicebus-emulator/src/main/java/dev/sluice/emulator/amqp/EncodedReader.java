package dev.sluice.emulator.amqp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Steps through AMQP-encoded bytes without building objects: a message of any size is skipped over section by section.
 * Bytes that end too early or make no sense throw {@link IllegalArgumentException}.
 *
 * @see <a href="http://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-types-v1.0-os.html#section-encodings">AMQP 1.0
 *     part 1, section 1.2</a>
 */
final class EncodedReader {

    private static final int MAX_DEPTH = 32;

    private final byte[] bytes;
    private final int end;
    private int position;

    EncodedReader(byte[] bytes, int start, int length) {
        this.bytes = bytes;
        this.position = start;
        this.end = start + length;
    }

    boolean hasRemaining() {
        return position < end;
    }

    int position() {
        return position;
    }

    /** Reads the descriptor of a described type whose code is a number. */
    long descriptor() {
        if (readByte() != 0x00) {
            throw new IllegalArgumentException("a section must be a described type");
        }
        return switch (readByte()) {
            case 0x44 -> 0;
            case 0x53 -> readByte();
            case 0x80 -> number(8);
            default -> throw new IllegalArgumentException("the descriptor of a section must be a number");
        };
    }

    /** Steps into a list and gives the number of its elements. */
    int enterList() {
        switch (readByte()) {
            case 0x45:
                return 0;
            case 0xc0:
                readByte();
                return readByte();
            case 0xd0:
                number(4);
                return length();
            default:
                throw new IllegalArgumentException("expected a list");
        }
    }

    /** Steps into a map and gives the number of its keys. */
    int enterMap() {
        long elements;
        switch (readByte()) {
            case 0xc1 -> {
                readByte();
                elements = readByte();
            }
            case 0xd1 -> {
                number(4);
                elements = number(4);
            }
            default -> throw new IllegalArgumentException("expected a map");
        }
        if (elements % 2 != 0 || elements > end - position) {
            throw new IllegalArgumentException("the number of a map's elements makes no sense");
        }
        return (int) elements / 2;
    }

    /** Steps over one value, and gives it if it is a boolean, an unsigned number, text, a time or a UUID; else null. */
    Object scalar() {
        int start = position;
        int format = readByte();
        switch (format) {
            case 0x41:
                return Boolean.TRUE;
            case 0x42:
                return Boolean.FALSE;
            case 0x56:
                return readByte() != 0;
            case 0x43, 0x44:
                return 0L;
            case 0x50, 0x52, 0x53:
                return (long) readByte();
            case 0x60:
                return number(2);
            case 0x70:
                return number(4);
            case 0x80:
                return number(8);
            case 0x83:
                return Instant.ofEpochMilli(number(8));
            case 0x98:
                return new UUID(number(8), number(8));
            case 0xa1, 0xa3:
                return text(readByte());
            case 0xb1, 0xb3:
                return text(length());
            default:
                position = start;
                skip();
                return null;
        }
    }

    /** Reads the binary value of a data section; the bytes are {@link #position()} minus the length given back. */
    int skipBinary() {
        int length =
                switch (readByte()) {
                    case 0xa0 -> readByte();
                    case 0xb0 -> length();
                    default -> throw new IllegalArgumentException("expected a binary value");
                };
        advance(length);
        return length;
    }

    /** Steps over one value of any type. */
    void skip() {
        skip(0);
    }

    private void skip(int depth) {
        int format = readByte();
        if (format == 0x00) {
            // Nested descriptors are legal and endless nesting is an attack on the stack.
            if (depth == MAX_DEPTH) {
                throw new IllegalArgumentException("described types nested too deeply");
            }
            skip(depth + 1);
            skip(depth + 1);
            return;
        }
        switch (format >> 4) {
            case 0x4 -> advance(0);
            case 0x5 -> advance(1);
            case 0x6 -> advance(2);
            case 0x7 -> advance(4);
            case 0x8 -> advance(8);
            case 0x9 -> advance(16);
            case 0xa, 0xc, 0xe -> advance(readByte());
            case 0xb, 0xd, 0xf -> advance(length());
            default -> throw new IllegalArgumentException("no AMQP type has the code " + format);
        }
    }

    private int readByte() {
        if (position >= end) {
            throw new IllegalArgumentException("the encoded value ends too early");
        }
        return bytes[position++] & 0xff;
    }

    private long number(int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | readByte();
        }
        return value;
    }

    private int length() {
        long length = number(4);
        if (length > end - position) {
            throw new IllegalArgumentException("the encoded value ends too early");
        }
        return (int) length;
    }

    private String text(int length) {
        int start = position;
        advance(length);
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    private void advance(int count) {
        if (count > end - position) {
            throw new IllegalArgumentException("the encoded value ends too early");
        }
        position += count;
    }
}
