package dev.sluice.producer.api;

import static dev.sluice.producer.TestOrders.BATCH;
import static dev.sluice.producer.TestOrders.NDJSON;
import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.json;
import static dev.sluice.producer.TestOrders.order;
import static dev.sluice.producer.TestOrders.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import dev.sluice.http.ProblemType;
import dev.sluice.producer.OrdersQueue;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bad input has an answer of a stable type, and leaves nothing on the queue. */
@QuarkusTest
class BadInputIT {
    private static OrdersQueue queue;

    @BeforeAll
    static void connect() {
        queue = OrdersQueue.ofApplication();
    }

    @BeforeEach
    void emptyQueue() {
        queue.clear();
    }

    @AfterEach
    void nothingIsOnTheQueue() {
        assertThat(queue.peek()).isEmpty();
    }

    @AfterAll
    static void disconnect() {
        queue.close();
    }

    static Stream<String> malformed() {
        return Stream.of(
                "",
                "  ",
                "{",
                "{\"customer\":}",
                "{'customer':'a'}",
                order("a") + order("b"),
                "{\"customer\":\"a\",\"customer\":\"b\",\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"sku\":\"x\",\"quantity\":1}]}");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformedJson(String body) {
        problem(json(body).post(ORDERS), ProblemType.MALFORMED_JSON);
    }

    @Test
    void tenThousandLevelsOfNesting() {
        int levels = 10_000;
        problem(json("[".repeat(levels)).post(ORDERS), ProblemType.MALFORMED_JSON);
        problem(json("[".repeat(levels) + "]".repeat(levels)).post(ORDERS), ProblemType.MALFORMED_JSON);
        problem(json("[".repeat(levels) + "]".repeat(levels)).post(BATCH), ProblemType.MALFORMED_JSON);
        String objects = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
        problem(json(objects).post(ORDERS), ProblemType.MALFORMED_JSON);
    }

    @Test
    void bytesThatAreNotUtf8() {
        byte[] latin = order("caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = order("contoso").getBytes(StandardCharsets.UTF_16);

        problem(request("application/json").body(latin).post(ORDERS), ProblemType.MALFORMED_JSON);
        problem(request("application/json").body(utf16).post(ORDERS), ProblemType.MALFORMED_JSON);
        problem(request("application/json").body(latin).post(BATCH), ProblemType.MALFORMED_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|``",
                "null|``",
                "7|``",
                "{\"customer\":5,\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}|customer",
                "{\"customer\":\"a\",\"lines\":{}}|lines",
                "{\"customer\":\"a\",\"lines\":[5]}|lines[0]",
                "{\"customer\":\"a\",\"lines\":[null]}|lines[0]",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":\"1\"}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":1.0}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":1e2}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":1e999999999}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":99999999999}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":true}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":1,\"colour\":2}]}|lines[0].colour",
                "{\"id\":\"a\",\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}|id",
                "{\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}|customer",
                "{\"customer\":\" \",\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}|customer",
                "{\"customer\":\"a\\u0000\",\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}|customer",
                "{\"customer\":\"a\\ud800\",\"lines\":[{\"sku\":\"x\",\"quantity\":1}]}|customer",
                "{\"customer\":\"a\"}|lines",
                "{\"customer\":\"a\",\"lines\":[]}|lines",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\"}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":0}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x\",\"quantity\":1000001}]}|lines[0].quantity",
                "{\"customer\":\"a\",\"lines\":[{\"sku\":\"x y\",\"quantity\":1}]}|lines[0].sku"
            })
    void whichFieldIsWrongAndWhy(String body, String field) {
        problem(json(body).post(ORDERS), ProblemType.INVALID_ORDER)
                .body("violations.field", hasItem(field))
                .body("violations.findAll { !it.message }.size()", is(0));
    }

    @Test
    void namesEveryViolationOfAnOrderButNoMoreThanFifty() {
        String bad = "{\"customer\":\"\",\"lines\":[" + "{\"quantity\":0},".repeat(99) + "{}]}";

        problem(json(bad).post(ORDERS), ProblemType.INVALID_ORDER).body("violations.size()", is(50));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                NDJSON,
                "application/json; charset=iso-8859-1",
                "application/json;charset=UTF-16",
                "nonsense"
            })
    void contentTypesThatAreNotTaken(String contentType) {
        problem(
                request(contentType)
                        .body(order("a").getBytes(StandardCharsets.UTF_8))
                        .post(ORDERS),
                ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/json; charset=iso-8859-1", "nonsense", "application/json, text/plain"
            })
    void contentTypesThatAreNotTakenOfABatch(String contentType) {
        problem(
                request(contentType)
                        .body(("[" + order("a") + "]").getBytes(StandardCharsets.UTF_8))
                        .post(BATCH),
                ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void keysThatAreNotAsciiOrTooLongOrGivenTwice() {
        badKey(ORDERS, "a\u00e9");
        badKey(ORDERS, "k".repeat(129));
        badKey(BATCH, "k".repeat(129));
        badKey(ORDERS, "a", "a");
        badKey(BATCH, "a", "b");
        badKey(ORDERS, "");
    }

    @Test
    void otherMethodsAndPathsAndMediaTypes() {
        problem(RestAssured.get(ORDERS), ProblemType.METHOD_NOT_ALLOWED).header("Allow", "POST, OPTIONS");
        problem(json(order("a")).put(ORDERS), ProblemType.METHOD_NOT_ALLOWED);
        problem(json(order("a")).delete(BATCH), ProblemType.METHOD_NOT_ALLOWED);
        problem(RestAssured.get("/nothing"), ProblemType.NOT_FOUND);
        problem(json(order("a")).post("/api/orders/batch/more"), ProblemType.NOT_FOUND);
        problem(json(order("a")).accept("text/html").post(ORDERS), ProblemType.NOT_ACCEPTABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[1,", "[] []"})
    void anArrayThatIsMalformedAnywhere(String body) {
        problem(json(body).post(BATCH), ProblemType.MALFORMED_JSON);
    }

    @Test
    void anArrayOfWhichOnlyTheEndIsMalformed() {
        problem(json("[" + order("a") + "," + order("b") + ",").post(BATCH), ProblemType.MALFORMED_JSON);
    }

    @Test
    void batchesWithoutOrders() {
        problem(json("[]").post(BATCH), ProblemType.EMPTY_BATCH);
        problem(request(NDJSON).body("\n \n").post(BATCH), ProblemType.EMPTY_BATCH);
        problem(json("{}").post(BATCH), ProblemType.INVALID_ORDER)
                .body("violations[0].message", is("must be an array"));
    }

    @Test
    void aBatchOfBadItemsOnly() {
        problem(json("[{}, 5, {\"id\": 1}, {\"id\": \" \"}]").post(BATCH), ProblemType.INVALID_ORDER)
                .body("results.index", is(List.of(0, 1, 2, 3)))
                .body("results.status.unique()", is(List.of("invalid")))
                .body("results[0].violations.field", is(List.of("customer", "lines")))
                .body("results[2].violations.field", is(List.of("id")));
    }

    @Test
    void anArrayOfTooManyOrders() {
        String many = "[" + (order("a") + ",").repeat(1000) + order("a") + "]";

        problem(json(many).post(BATCH), ProblemType.TOO_LARGE);
    }

    private static void badKey(String path, String... keys) {
        var request = json(path.equals(BATCH) ? "[" + order("a") + "]" : order("a"));
        for (String key : keys) {
            request = request.header("Idempotency-Key", key);
        }
        problem(request.post(path), ProblemType.INVALID_IDEMPOTENCY_KEY);
    }

    private static ValidatableResponse problem(Response answer, ProblemType type) {
        return answer.then()
                .statusCode(type.status())
                .contentType("application/problem+json")
                .body("type", is(type.uri().toString()))
                .body("status", is(type.status()))
                .body("title", is(type.title()));
    }
}
