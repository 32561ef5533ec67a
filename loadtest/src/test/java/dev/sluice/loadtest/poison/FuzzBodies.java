package dev.sluice.loadtest.poison;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes bodies that are almost, or not at all, an order. */
final class FuzzBodies {
    private static final int HUGE = 200_000;
    private static final String GOOD =
            "{\"customer\":\"fuzz\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":2}],\"note\":\"ring twice\"}";
    private static final String[] ODD = {
        "null",
        "[]",
        "\"\"",
        "1e999999",
        "{\"customer\":\"a\",\"customer\":\"b\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":2}]}",
        "{\"customer\":\"\\u0000\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":2}]}",
        "{\"customer\":\"\\uD800\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":2}]}",
        "{\"customer\":\"a\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":99999999999999999999}]}",
        "{\"customer\":\"a\",\"lines\":[null]}",
        "{\"customer\":7,\"lines\":{}}",
        GOOD + GOOD,
        "// comment\n" + GOOD
    };

    private final Random random;

    FuzzBodies(Random random) {
        this.random = random;
    }

    byte[] next() {
        return switch (random.nextInt(11)) {
            case 0 -> GOOD.getBytes(StandardCharsets.UTF_8);
            case 1 -> GOOD.getBytes(StandardCharsets.UTF_16);
            case 2 -> ("\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8);
            case 3 -> new byte[0];
            case 4 -> noise(random.nextInt(2_000));
            case 5 -> random.nextInt(10) == 0 ? noise(HUGE) : noise(10);
            case 6 -> "[".repeat(random.nextInt(50_000)).getBytes(StandardCharsets.UTF_8);
            case 7, 8 -> ODD[random.nextInt(ODD.length)].getBytes(StandardCharsets.UTF_8);
            default -> mutated();
        };
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] mutated() {
        byte[] body = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return body;
    }
}
