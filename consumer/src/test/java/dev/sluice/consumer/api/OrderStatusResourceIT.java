package dev.sluice.consumer.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.sluice.consumer.Table;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrderStatusResourceIT {
    private static final String PROBLEM = "application/problem+json";

    private final Table table = Table.ofApplication();

    /** The tables are made in the background. */
    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void anOrderThatNobodyHasSeenMayStillBeQueued() {
        String id = UUID.randomUUID().toString();

        given().get("/api/orders/" + id)
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:sluice:problem:order-not-seen-yet"))
                .body("detail", containsString("still queued"))
                .body("id", equalTo(id));
    }

    @Test
    void whatIsNoOrderIdIsRefused() {
        given().get("/api/orders/1-1-1-1-1")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:sluice:problem:invalid-order-id"));
    }

    @Test
    void aRetriedOrderSaysWhy() {
        UUID id = UUID.randomUUID();
        table.ask("insert into retrying (order_id, reason) values (?, 'the supplier is away')", id);

        given().get("/api/orders/" + id)
                .then()
                .statusCode(200)
                .body("status", equalTo("retrying"))
                .body("reason", equalTo("the supplier is away"));
    }

    @Test
    void unknownPathsAndMethodsAreProblemsToo() {
        given().get("/nothing")
                .then()
                .statusCode(404)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:sluice:problem:not-found"));
        given().delete("/api/orders/" + UUID.randomUUID())
                .then()
                .statusCode(405)
                .contentType(PROBLEM)
                .body("type", equalTo("urn:sluice:problem:method-not-allowed"));
    }

    @Test
    void isReadyMeasuredAndDescribed() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.name", hasItem("Database"))
                .body("checks.name", hasItem("Service Bus"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200).body(containsString("sluice_inlet_in_hand"));
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body(
                        "paths.'/api/orders/{id}'.get.responses.'503'.content.'application/problem+json'.examples"
                                + ".'database-unavailable'.value.type",
                        equalTo("urn:sluice:problem:database-unavailable"))
                .body("paths.keySet()", not(hasItem("/order-consumer")));
    }
}
