package dev.sluice.producer.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What can happen to a text on its way. */
final class Mutation {
    private static final String[] TOKENS = {
        "null",
        "true",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u0000",
        "\\ud800",
        "\u0000",
        "\ufeff",
        "\u2028",
        "1e999999",
        "-0",
        "9223372036854775808",
        "0x10",
        "NaN",
        "'",
        "/*",
        "//",
        "\"customer\":\"x\",",
        "\"__proto__\":{},",
        "\"@class\":\"java.lang.Runtime\",",
        "${jndi:ldap://127.0.0.1/a}",
        "%s%n",
        "'; drop table inbox; --"
    };

    private final SplittableRandom random;

    Mutation(SplittableRandom random) {
        this.random = random;
    }

    /** {@code text} after one to three mishaps. */
    byte[] of(byte[] text) {
        byte[] changed = text;
        for (int i = random.nextInt(3); i >= 0; i--) {
            changed = once(changed);
        }
        return changed;
    }

    /** {@code text} with some bits turned. */
    byte[] flipped(byte[] text, int times) {
        byte[] changed = text.clone();
        for (int i = 0; i < times && changed.length > 0; i++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private byte[] once(byte[] text) {
        int at = random.nextInt(text.length + 1);
        int to = at + random.nextInt(text.length - at + 1);
        return switch (random.nextInt(9)) {
            case 0 -> Arrays.copyOf(text, at);
            case 1 -> joined(text, at, new byte[0], to);
            case 2 -> joined(text, to, Arrays.copyOfRange(text, at, to), to);
            case 3, 4 -> joined(text, at, token(), at);
            case 5 -> joined(text, at, token(), to);
            case 6 -> joined(text, at, noise(1 + random.nextInt(50)), at);
            case 7 -> joined(text, at, "[{\"a\":".repeat(random.nextInt(3000)).getBytes(StandardCharsets.UTF_8), at);
            default -> flipped(text, 1 + random.nextInt(4));
        };
    }

    private byte[] token() {
        return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] joined(byte[] text, int end, byte[] middle, int begin) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(text, 0, end);
        bytes.writeBytes(middle);
        bytes.write(text, begin, text.length - begin);
        return bytes.toByteArray();
    }
}
