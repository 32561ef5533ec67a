package dev.sluice.loadtest.deployed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys of the function apps and a bearer token, each of them optional. They come from the environment or from files that it
 * names, because arguments can be read by every user of the machine.
 *
 * @param key a function key of producer's app; null for none
 * @param statusKey a function key of consumer's app; null for none
 * @param token a bearer token for both; null for none
 */
public record Credentials(String key, String statusKey, String token) {
    /** The variable with {@link #key}. */
    public static final String KEY = "SLUICE_TARGET_KEY";

    /** The variable with {@link #statusKey}; without it {@link #key} goes to consumer as well. */
    public static final String STATUS_KEY = "SLUICE_TARGET_STATUS_KEY";

    /** The variable with {@link #token}. */
    public static final String TOKEN = "SLUICE_TARGET_TOKEN";

    private static final String IN_A_FILE = "_FILE";
    private static final long LARGEST = 16_384;

    /**
     * Those that the environment has. Each variable, with {@code _FILE} at its name's end, names a file instead.
     *
     * @throws IllegalArgumentException if one can't be read or is none; the message never has its value
     */
    public static Credentials in(Map<String, String> environment) {
        String key = value(environment, KEY);
        String statusKey = value(environment, STATUS_KEY);
        return new Credentials(key, statusKey == null ? key : statusKey, value(environment, TOKEN));
    }

    /** Whether there is any. */
    public boolean isAny() {
        return key != null || statusKey != null || token != null;
    }

    /** The headers of an order. */
    public Map<String, String> forOrders() {
        return headers(key);
    }

    /** The headers of a question for an order's status. */
    public Map<String, String> forStatus() {
        return headers(statusKey);
    }

    /** Without a value: it gets into messages. */
    @Override
    public String toString() {
        return "Credentials[isAny=" + isAny() + "]";
    }

    private Map<String, String> headers(String functionKey) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (functionKey != null) {
            headers.put("x-functions-key", functionKey);
        }
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
        }
        return headers;
    }

    private static String value(Map<String, String> environment, String name) {
        String value = environment.get(name);
        String file = environment.get(name + IN_A_FILE);
        if (value != null && file != null) {
            throw new IllegalArgumentException(
                    "%s and %s%s are both set: unset one of them".formatted(name, name, IN_A_FILE));
        }
        if (file != null) {
            value = content(name + IN_A_FILE, Path.of(file)).strip();
        }
        if (value != null && !value.matches("[!-~]{1," + LARGEST + "}")) {
            throw new IllegalArgumentException(name + ": expected printable ASCII characters without a space");
        }
        return value;
    }

    private static String content(String name, Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(name + ": expected a small file: " + file);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " can't be read: " + e, e);
        }
    }
}
