package dev.sluice.emulator.amqp;

/**
 * Bounds how deep the values in an encoded section are nested. Sections are decoded and encoded again for each consumer,
 * by calls as deep as the values: what a sender nests without end would end the stacks of all who receive it.
 */
final class Nesting {

    private static final int MAX_DEPTH = 32;

    private final byte[] bytes;
    private final int end;
    private int position;

    private Nesting(byte[] bytes, int start) {
        this.bytes = bytes;
        this.position = start;
        this.end = bytes.length;
    }

    /** Throws IllegalArgumentException if the value that begins there is nested too deeply or not whole. */
    static void check(byte[] bytes, int start) {
        new Nesting(bytes, start).value(0);
    }

    private void value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("values are nested too deeply");
        }
        int format = next();
        if (format == 0x00) {
            value(depth + 1);
            value(depth + 1);
            return;
        }
        switch (format >> 4) {
            case 0x4 -> {}
            case 0x5 -> skip(1);
            case 0x6 -> skip(2);
            case 0x7 -> skip(4);
            case 0x8 -> skip(8);
            case 0x9 -> skip(16);
            case 0xa -> skip(next());
            case 0xb -> skip(size());
            case 0xc -> elements(next(), 1, depth);
            case 0xd -> elements(size(), 4, depth);
            case 0xe -> array(next(), 1);
            case 0xf -> array(size(), 4);
            default -> throw new IllegalArgumentException("no AMQP type has the code " + format);
        }
    }

    private void elements(int size, int countWidth, int depth) {
        int last = end(size);
        skip(countWidth);
        while (position < last) {
            value(depth + 1);
        }
    }

    /** An array's elements have no codes of their own; of compound ones it is hard to say how deep they are. */
    private void array(int size, int countWidth) {
        int last = end(size);
        skip(countWidth);
        if (position < last) {
            int format = next();
            if (format == 0x00 || format >> 4 >= 0xc) {
                throw new IllegalArgumentException("arrays of arrays, lists, maps or described values are not taken");
            }
        }
        position = last;
    }

    private int end(int size) {
        if (size < 0 || size > end - position) {
            throw new IllegalArgumentException("the encoded value ends too early");
        }
        return position + size;
    }

    private int size() {
        return next() << 24 | next() << 16 | next() << 8 | next();
    }

    private int next() {
        skip(1);
        return bytes[position - 1] & 0xff;
    }

    private void skip(int count) {
        position = end(count);
    }
}
