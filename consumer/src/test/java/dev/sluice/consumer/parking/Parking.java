package dev.sluice.consumer.parking;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.Patience;
import dev.sluice.consumer.Table;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/** What tests do with parked messages, by the API. */
@Singleton
public class Parking {
    private final Table table;

    Parking(Table table) {
        this.table = table;
    }

    /** Waits until the order is parked, and not for the first time if {@code replays} says so. */
    public void await(UUID order, String reason, int replays) {
        Patience.await().untilAsserted(() -> assertThat(newest(order, "reason || ' ' || replays"))
                .isEqualTo(reason + " " + replays));
    }

    /** Of the order's row that was parked last. */
    public String newest(UUID order, String column) {
        return table.ask("select " + column + " from parked where order_id = ? order by parked_at desc limit 1", order);
    }

    /** A request for that order's newest row, with more fields such as {@code ,"force":true}. */
    public String only(UUID order, String more) {
        return "{\"messages\":[{\"namespace\":\"%s\",\"sequenceNumber\":%s}]%s}"
                .formatted(newest(order, "namespace"), newest(order, "sequence_number"), more);
    }

    /** Asks for it. */
    public ValidatableResponse ask(Action action, String request) {
        return given().contentType("application/json")
                .body(request)
                .post("/api/parked/" + action.text())
                .then();
    }

    /** Has it done, and waits for its end; returns the operation. */
    public JsonPath done(Action action, String request) {
        String location = ask(action, request).statusCode(202).extract().header("Location");
        return awaitEnd(location);
    }

    /** Waits for an operation's end. */
    public JsonPath awaitEnd(String location) {
        Patience.await().until(() -> operation(location).getString("state").equals("done"));
        return operation(location);
    }

    /** The outcomes of an operation. */
    public Map<String, Integer> outcomes(Action action, String request) {
        return done(action, request).getMap("outcomes");
    }

    private static JsonPath operation(String location) {
        return given().get(location).then().statusCode(200).extract().jsonPath();
    }
}
