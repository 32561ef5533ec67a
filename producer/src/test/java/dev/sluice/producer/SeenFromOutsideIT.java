package dev.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.sluice.http.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators and client authors see: description, metrics, and what is shipped. */
@QuarkusTest
class SeenFromOutsideIT {
    private static final Set<ProblemType> OF_BATCHES = EnumSet.of(ProblemType.EMPTY_BATCH, ProblemType.OVERLOADED);
    private static final Set<ProblemType> OF_CONSUMER = EnumSet.of(
            ProblemType.INVALID_ORDER_ID,
            ProblemType.INVALID_PARKING_REQUEST,
            ProblemType.ORDER_NOT_SEEN_YET,
            ProblemType.NOT_PARKED,
            ProblemType.UNKNOWN_OPERATION,
            ProblemType.DATABASE_UNAVAILABLE);

    @ParameterizedTest
    @ValueSource(strings = {"/api/orders", "/api/orders/batch"})
    void everyProblemIsDescribedWithAnExample(String path) {
        JsonPath description = RestAssured.get("/q/openapi?format=json").jsonPath();

        for (ProblemType type : EnumSet.complementOf(EnumSet.copyOf(OF_CONSUMER))) {
            if (path.endsWith("batch") || !OF_BATCHES.contains(type)) {
                String example =
                        "paths.'%s'.post.responses.'%d'.content.'application/problem+json'.examples.'%s'.value.type"
                                .formatted(path, type.status(), type.code());
                assertThat(description.getString(example))
                        .as(example)
                        .isEqualTo(type.uri().toString());
            }
        }
    }

    @Test
    void requestsAndAnswersAreDescribedWithExamples() {
        RestAssured.get("/q/openapi?format=json")
                .then()
                .body("paths.'/api/orders'.post.requestBody.content.'application/json'.examples.order", notNullValue())
                .body("paths.'/api/orders'.post.responses.'202'.content.'application/json'.examples", notNullValue())
                .body("paths.'/api/orders/batch'.post.requestBody.content.size()", is(2))
                .body(
                        "paths.'/api/orders/batch'.post.responses.'207'.content.'application/json'.examples",
                        notNullValue())
                .body("components.schemas.OrderInBatch.properties.id", notNullValue());
    }

    @Test
    void metricsAreForPrometheusAndAllReasonsAreThereFromTheStart() {
        assertThat(RestAssured.get("/q/metrics").asString())
                .contains("sluice_orders_accepted_total", "sluice_orders_refused_total{reason=\"overloaded\"}");
    }

    @Test
    void nothingThatStandsInForAzureIsShipped() throws IOException {
        Path libraries = Path.of("target", "quarkus-app", "lib");

        try (Stream<Path> files = Files.walk(libraries)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains("sluice")))
                    .allSatisfy(name -> assertThat(name).startsWith("dev.sluice.sluice-common-"));
        }
    }
}
