package dev.sluice.producer.fuzz;

import static dev.sluice.producer.TestOrders.BATCH;
import static dev.sluice.producer.TestOrders.NDJSON;
import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.order;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes requests: good ones, and ones that were good until something happened to body, head or wire. */
final class FuzzRequests {
    /** One request in so many is good: the neighbour that must not notice the others. */
    private static final int GOOD_EVERY = 10;

    private static final String JSON = "application/json";

    private static final String[] METHODS = {
        "GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "post", "PROPFIND", "X"
    };
    private static final String[] PATHS = {
        "/", "/api", "/api/orders/", "/api/orders//batch", "/api/orders/%2e%2e/batch", "/api/orders?x=%zz",
                "/api/orders/%00",
        "/api/orders;v=1", "/q/metrics", "/q/health/%c0%af", "/../../etc/passwd", "*", "/api/orders#a", "/%"
    };
    private static final String[] TYPES = {
        "text/plain",
        "application/xml",
        "application/json;charset=utf-16",
        "application/json;charset=nonsense",
        "nonsense",
        "application/",
        ";",
        "application/json, text/plain",
        "multipart/form-data; boundary=x",
        "*/*",
        "application/json;=;"
    };
    private static final String[] HEADERS = {
        "Accept: text/html",
        "Accept: ;q",
        "Content-Encoding: gzip",
        "Expect: 100-continue",
        "Expect: nonsense",
        "traceparent: 00-zz",
        "traceparent: " + "0".repeat(3000),
        "tracestate: ,,,=",
        "Idempotency-Key: second",
        "X-Forwarded-For: \u00ff",
        "Origin: null",
        "Range: bytes=0-",
        "Cookie: =;;==",
        "Host: a, b"
    };

    private final SplittableRandom random;
    private final Mutation mutation;
    private final String prefix;
    private int number;

    /**
     * @param random decides everything
     * @param prefix what its keys begin with, so that no two generators make the same
     */
    FuzzRequests(SplittableRandom random, String prefix) {
        this.random = random;
        this.mutation = new Mutation(random);
        this.prefix = prefix;
    }

    FuzzRequest next() {
        number++;
        String key = prefix + number;
        if (number % GOOD_EVERY == 0) {
            return whole("POST", ORDERS, JSON, key, bytes(order("good-" + number)), List.of(), true);
        }
        int kind = random.nextInt(20);
        if (kind < 13) {
            return whole("POST", ORDERS, JSON, key, mutation.of(bytes(anOrder())), List.of(), false);
        }
        if (kind < 16) {
            return batch(key);
        }
        return kind < 18 ? oddHead(key) : oddWire(key);
    }

    private FuzzRequest batch(String key) {
        boolean lines = random.nextBoolean();
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            byte[] item = bytes(anOrder());
            items.add(new String(random.nextBoolean() ? mutation.of(item) : item, StandardCharsets.ISO_8859_1));
        }
        String body = lines ? String.join("\n", items) : "[" + String.join(",", items) + "]";
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return whole(
                "POST",
                BATCH,
                lines ? NDJSON : JSON,
                key,
                random.nextInt(4) == 0 ? mutation.of(bytes) : bytes,
                List.of(),
                false);
    }

    private FuzzRequest oddHead(String key) {
        String method = random.nextBoolean() ? "POST" : any(METHODS);
        String path = random.nextBoolean() ? ORDERS : any(PATHS);
        String type = random.nextBoolean() ? JSON : any(TYPES);
        List<String> headers = new ArrayList<>(List.of("Connection: close"));
        for (int i = random.nextInt(3); i > 0; i--) {
            headers.add(any(HEADERS));
        }
        byte[] body = random.nextInt(8) == 0 ? bytes(" ".repeat(70_000)) : bytes(anOrder());
        FuzzRequest request = whole(method, path, type, key, body, headers, false);
        // Answers to these have no body, whatever their length says, or none of HTTP at all.
        return new FuzzRequest(request.bytes(), key, false, false);
    }

    /** What no HTTP client sends: cut off, with lengths that are wrong, with bytes where none belong. */
    private FuzzRequest oddWire(String key) {
        byte[] body = bytes(anOrder());
        byte[] good = whole("POST", ORDERS, JSON, key, body, List.of("Connection: close"), false)
                .bytes();
        byte[] bytes =
                switch (random.nextInt(7)) {
                    case 0 -> mutation.of(good);
                    case 1 -> mutation.flipped(good, 1 + random.nextInt(8));
                    case 2 -> Arrays.copyOf(good, random.nextInt(good.length));
                    case 3 -> withLength(key, body, Integer.toString(body.length + 1 + random.nextInt(1000)));
                    case 4 -> withLength(key, body, Integer.toString(random.nextInt(body.length)));
                    case 5 ->
                        withLength(key, body, any(new String[] {"-1", "x", "99999999999999999999", "", "1,2", "+5"}));
                    default -> chunked(key, body);
                };
        return new FuzzRequest(bytes, key, false, false);
    }

    private byte[] chunked(String key, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head("POST", ORDERS, JSON, key, List.of("Connection: close", "Transfer-Encoding: chunked")));
        String[] sizes = {Integer.toHexString(body.length), "zz", "-1", "7fffffffffffffff", "", "5;ext=1"};
        bytes.writeBytes(bytes(any(sizes) + "\r\n"));
        bytes.writeBytes(body);
        bytes.writeBytes(bytes(any(new String[] {"\r\n0\r\n\r\n", "0\r\n\r\n", "\r\n0\r\nX: y\r\n\r\n", ""})));
        return bytes.toByteArray();
    }

    private static byte[] withLength(String key, byte[] body, String length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head("POST", ORDERS, JSON, key, List.of("Connection: close", "Content-Length: " + length)));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static FuzzRequest whole(
            String method, String path, String type, String key, byte[] body, List<String> headers, boolean good) {
        List<String> all = new ArrayList<>(headers);
        all.add("Content-Length: " + body.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head(method, path, type, key, all));
        bytes.writeBytes(body);
        return new FuzzRequest(bytes.toByteArray(), key, true, good);
    }

    private static byte[] head(String method, String path, String type, String key, List<String> headers) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                + type + "\r\nIdempotency-Key: " + key + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String anOrder() {
        return random.nextBoolean()
                ? order("fuzz-" + number)
                : "{\"id\":\"own-" + prefix + number + "-" + random.nextInt(1000)
                        + "\",\"customer\":\"caf\u00e9\",\"note\":\"\\u0041\",\"lines\":[{\"sku\":\"a\",\"quantity\":1},"
                        + "{\"sku\":\"b\",\"quantity\":1000000}]}";
    }

    private String any(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
