package dev.sluice.producer;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;

/** Requests that tests send. */
public final class TestOrders {
    /** Where single orders go. */
    public static final String ORDERS = "/api/orders";

    /** Where batches go. */
    public static final String BATCH = "/api/orders/batch";

    /** A content type for many orders, one a line. */
    public static final String NDJSON = "application/x-ndjson";

    private static final EncoderConfig AS_IS = EncoderConfig.encoderConfig()
            .appendDefaultContentCharsetToContentTypeIfUndefined(false)
            .encodeContentTypeAs(NDJSON, ContentType.TEXT);

    private TestOrders() {}

    /** A valid order. */
    public static String order(String customer) {
        return """
                {"customer":"%s","lines":[{"sku":"chair-4","quantity":2}]}""".formatted(customer);
    }

    /** A valid order of about {@code size} bytes. */
    public static String orderOfSize(int size) {
        String lines =
                ",{\"sku\":\"%s\",\"quantity\":1}".formatted("x".repeat(64)).repeat(Math.min(99, size / 90));
        return """
                {"customer":"large","lines":[{"sku":"a","quantity":1}%s]}""".formatted(lines);
    }

    /** A request with a JSON body that is sent as it is: as bytes, because the client takes its time over odd texts. */
    public static RequestSpecification json(String body) {
        return request("application/json").body(body.getBytes(StandardCharsets.UTF_8));
    }

    /** A request with an NDJSON body that is sent as it is. */
    public static RequestSpecification lines(String... lines) {
        return request(NDJSON).body(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** A request with a content type and no body yet. */
    public static RequestSpecification request(String contentType) {
        return RestAssured.given()
                .config(RestAssured.config().encoderConfig(AS_IS))
                .contentType(contentType);
    }
}
