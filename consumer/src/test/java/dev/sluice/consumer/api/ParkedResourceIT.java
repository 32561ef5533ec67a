package dev.sluice.consumer.api;

import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.consumer.Table;
import dev.sluice.consumer.store.DatabaseGate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ParkedResourceIT {
    private static final String PROBLEM = "application/problem+json";
    private static final String INVALID = "urn:sluice:problem:invalid-parking-request";

    @Inject
    Table table;

    @Inject
    DatabaseGate gate;

    private final String subject = UUID.randomUUID().toString();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    /** Five of seven were parked in the same moment. */
    @Test
    void pagesHoldEveryMessageOnce() {
        park(1, 5, "now()");
        park(6, 7, "now() - interval '1 hour'");
        List<Integer> numbers = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonPath page = given().queryParam("subject", subject)
                    .queryParam("limit", 3)
                    .queryParam("after", next.isEmpty() ? null : next)
                    .get("/api/parked")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            numbers.addAll(page.getList("messages.sequenceNumber", Integer.class));
            next = page.getString("next");
            table.ask("delete from parked where subject = ? and sequence_number = 6", subject);
        }

        assertThat(numbers).containsExactly(6, 7, 1, 2, 3, 4, 5);
    }

    @Test
    void filtersByAgeReasonSubjectAndState() {
        park(1, 1, "now() - interval '2 hours'");
        park(2, 2, "now()");
        table.ask("update parked set reason = 'Other' where subject = ? and sequence_number = 1", subject);

        assertThat(found("olderThan", "1h")).containsExactly(1);
        assertThat(found("olderThan", "PT1H30M")).containsExactly(1);
        assertThat(found("olderThan", "3h")).isEmpty();
        assertThat(found("reason", "Other")).containsExactly(1);
        assertThat(found("state", "parked")).containsExactly(1, 2);
        assertThat(found("state", "discarded")).isEmpty();
    }

    @Test
    void aMessageIsShownWithWhatIsInIt() {
        park(1, 1, "now()");
        table.ask("update parked set body = '\\xff00', content_type = 'a/b' where subject = ?", subject);

        given().get("/api/parked/{namespace}/1", subject)
                .then()
                .statusCode(200)
                .body("orderId", nullValue())
                .body("replay", equalTo("NotAnOrder"))
                .body("size", equalTo(2))
                .body("contentType", equalTo("a/b"))
                .body("bodyBase64", equalTo("/wA="))
                .body("properties.a", equalTo(1))
                .body("body", nullValue());
        table.ask("update parked set body = 'text' where subject = ?", subject);
        given().get("/api/parked/{namespace}/1", subject).then().body("body", equalTo("text"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=501",
                "limit=x",
                "limit=-1",
                "state=gone",
                "olderThan=soon",
                "olderThan=-PT1H",
                "olderThan=PT999999999H",
                "after=x",
                "after=IA",
                "reason=a%00b"
            })
    void aParameterThatMakesNoSenseIsRefused(String parameter) {
        given().urlEncodingEnabled(false)
                .get("/api/parked?" + parameter)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("type", equalTo(INVALID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"filter\":null}",
                "{\"filter\":{},\"messages\":[]}",
                "{\"filter\":{},\"dry-run\":true}",
                "{\"filter\":{},\"dryRun\":\"true\"}",
                "{\"filter\":{},\"dryRun\":1}",
                "{\"filter\":{},\"force\":\"yes\"}",
                "{\"filter\":{},\"rate\":0}",
                "{\"filter\":{},\"rate\":1001}",
                "{\"filter\":{},\"rate\":1.5}",
                "{\"filter\":{\"reasons\":\"x\"}}",
                "{\"filter\":{\"olderThan\":\"1 hour\"}}",
                "{\"filter\":{\"reason\":\"\\u0000\"}}",
                "{\"messages\":[]}",
                "{\"messages\":[null]}",
                "{\"messages\":[{\"namespace\":\"a\"}]}",
                "{\"messages\":[{\"sequenceNumber\":1}]}",
                "{\"messages\":[{\"namespace\":\"a\",\"sequenceNumber\":\"1\"}]}",
                "[]"
            })
    void aRequestThatIsNotClearIsRefused(String body) {
        assertThat(List.of("replay", "discard")).allSatisfy(action -> given().contentType("application/json")
                .body(body)
                .post("/api/parked/" + action)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("type", equalTo(INVALID)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "{\"filter\":{}}x", "{\"filter\":{},\"filter\":{}}", "\0"})
    void whatIsNoJsonIsRefused(String body) {
        given().contentType("application/json")
                .body(body)
                .post("/api/parked/replay")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:sluice:problem:malformed-json"));
    }

    @Test
    void tooMuchIsRefused() {
        String keys = IntStream.rangeClosed(1, 1001)
                .mapToObj("{\"namespace\":\"a\",\"sequenceNumber\":%d}"::formatted)
                .toList()
                .toString();
        given().contentType("application/json")
                .body("{\"messages\":" + keys + "}")
                .post("/api/parked/discard")
                .then()
                .statusCode(400)
                .body("type", equalTo(INVALID));
        given().contentType("application/json")
                .body(new byte[300 << 10])
                .post("/api/parked/discard")
                .then()
                .statusCode(413);
        given().contentType("application/json")
                .body("{\"filter\":{},\"force\":true}")
                .post("/api/parked/discard")
                .then()
                .statusCode(400)
                .body("detail", containsString("force"));
        given().contentType("text/plain")
                .body("{}")
                .post("/api/parked/replay")
                .then()
                .statusCode(415);
    }

    @Test
    void whatIsUnknownIsNotFound() {
        given().get("/api/parked/nowhere/1")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:sluice:problem:not-parked"));
        given().get("/api/parked/nowhere/x").then().statusCode(404);
        for (String id : List.of(UUID.randomUUID().toString(), "x")) {
            given().get("/api/parked/operations/" + id)
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("urn:sluice:problem:unknown-operation"));
        }
    }

    @Test
    void isDescribedAndMeasured() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/api/parked/replay'.post.requestBody.content.'application/json'.examples",
                        hasKey("filter"))
                .body(
                        "paths.'/api/parked/replay'.post.responses.'403'.content.'application/problem+json'.examples",
                        hasKey("forbidden"))
                .body(
                        "paths.'/api/parked/replay'.post.responses.'503'.content.'application/problem+json'.examples.keySet()",
                        hasItems("database-unavailable", "overloaded"))
                .body("paths.'/api/parked'.get.responses.'200'.content.'application/json'.examples", hasKey("page"));
        given().get("/q/metrics").then().body(containsString("sluice_parked{state=\"parked\"}"));
    }

    private List<Integer> found(String parameter, String value) {
        return given().queryParam("subject", subject)
                .queryParam(parameter, value)
                .get("/api/parked")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("messages.sequenceNumber", Integer.class);
    }

    private void park(int first, int last, String when) {
        table.ask(
                "insert into parked (namespace, sequence_number, reason, subject, properties, body, enqueued_at,"
                        + " parked_at) select ?, n, 'Test', ?, '{\"a\":1}', '', now(), " + when
                        + " from generate_series(?, ?) as n",
                subject,
                subject,
                first,
                last);
    }
}
