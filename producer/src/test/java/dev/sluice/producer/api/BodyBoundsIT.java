package dev.sluice.producer.api;

import static dev.sluice.producer.TestOrders.BATCH;
import static dev.sluice.producer.TestOrders.NDJSON;
import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.json;
import static dev.sluice.producer.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.sluice.producer.OrdersQueue;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too large, too slow, or read while they come. */
@QuarkusTest
@TestProfile(BodyBoundsIT.Profile.class)
class BodyBoundsIT {
    private static final String JSON = "application/json";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    /** Small bounds. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.orders.max-bytes", "2K",
                    "sluice.orders.batch.max-bytes", "4K",
                    "sluice.orders.body-timeout", "5S",
                    "sluice.orders.batch.max-concurrent", "1");
        }
    }

    private OrdersQueue queue;
    private RawConnection connection;

    @BeforeEach
    void connect() throws IOException {
        queue = OrdersQueue.ofApplication();
        queue.clear();
        connection = new RawConnection(RestAssured.port);
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
        queue.close();
    }

    @Test
    void aDeclaredLengthThatIsTooLargeIsRefusedBeforeAByteIsSent() throws IOException {
        String answer =
                connection.sendHead(ORDERS, JSON, "Content-Length: 2049").readToEnd();

        assertTooLarge(answer);
    }

    @Test
    void aLengthBeyondAllNumbersIsRefused() throws IOException {
        assertThat(connection
                        .sendHead(BATCH, JSON, "Content-Length: 99999999999999999999999")
                        .readToEnd())
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void aClientThatGoesOnSendingStillGetsTheAnswer() throws IOException {
        connection.sendHead(ORDERS, JSON, "Content-Length: 1000000").send(" ".repeat(500_000));

        assertTooLarge(connection.readToEnd());
    }

    @Test
    void aChunkedBodyIsRefusedWhileItIsRead() throws IOException {
        connection.sendHead(ORDERS, JSON, CHUNKED).sendChunk(" ".repeat(1500)).sendChunk(" ".repeat(1500));

        assertTooLarge(connection.readToEnd());
    }

    @Test
    void aChunkedArrayIsRefusedWhileItIsReadAndNothingOfItIsSent() throws IOException {
        connection
                .sendHead(BATCH, JSON, CHUNKED)
                .sendChunk("[" + order("a") + ",")
                .sendChunk(" ".repeat(5000));

        assertTooLarge(connection.readToEnd());
        assertThat(queue.peek()).isEmpty();
    }

    @Test
    void linesAreAcceptedWhileTheOthersAreStillToCome() throws IOException {
        connection.sendHead(BATCH, NDJSON, CHUNKED).sendChunk(order("first") + "\n");
        await().until(() -> queue.peek().size() == 1);

        connection.sendChunk(order("second") + "\n").send("0\r\n\r\n");

        assertThat(connection.readUntil("]}")).startsWith("HTTP/1.1 202").contains("\"accepted\":2");
        assertThat(queue.peek()).hasSize(2);
    }

    @Test
    void linesBeyondTheBoundAreNotReadAndTheOthersStayAccepted() throws IOException {
        connection.sendHead(BATCH, NDJSON, CHUNKED).sendChunk(order("first") + "\n" + order("second") + "\n");
        await().until(() -> queue.peek().size() == 2);

        connection.sendChunk(" ".repeat(5000));

        String answer = connection.readToEnd();
        assertThat(answer).startsWith("HTTP/1.1 207").contains("\"accepted\":2", "\"index\":2,\"status\":\"not-read\"");
        assertThat(queue.peek()).hasSize(2);
    }

    @Test
    void aBodyThatDoesNotComeInTimeCostsTheConnection() throws IOException {
        connection.sendHead(ORDERS, JSON, "Content-Length: 100").send("{");

        assertThat(connection.readToEnd()).isEmpty();
    }

    @Test
    void oneBatchTooManyIsRefusedAndSingleOrdersAreNot() throws IOException {
        connection.sendHead(BATCH, NDJSON, CHUNKED).sendChunk(order("first") + "\n");
        await().until(() -> queue.peek().size() == 1);

        json("[" + order("a") + "]")
                .post(BATCH)
                .then()
                .statusCode(503)
                .header("Retry-After", "5")
                .body("type", is("urn:sluice:problem:overloaded"));
        json(order("a")).post(ORDERS).then().statusCode(202);
    }

    private static void assertTooLarge(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("connection: close")
                .contains("urn:sluice:problem:too-large");
    }
}
