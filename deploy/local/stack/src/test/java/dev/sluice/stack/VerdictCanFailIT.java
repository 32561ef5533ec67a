package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Verdict;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A verdict that can't be bad is worth nothing: here the system is broken on purpose. Without duplicate detection on the
 * bus and without the inbox, nothing is left that would absorb a repeat.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerdictCanFailIT {
    private static LocalStack stack;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder()
                .inlet(Inlet.PROCESSOR)
                .consumers(1)
                .duplicateDetection(false)
                .consumerSetting("SLUICE_INBOX_ENABLED", "false")
                .start();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void seesAnEffectThatHappenedTwice() throws Exception {
        Ledger ledger = new Ledger();
        String key = UUID.randomUUID().toString();
        UUID first = post(key);
        ledger.accepted(first, Instant.now());
        assertThat(post(key)).as("the same key leads to the same order").isEqualTo(first);

        Verdict verdict = await(ledger);

        assertThat(verdict.processed()).isEqualTo(1);
        assertThat(verdict.duplicates()).isEqualTo(1);
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    @Order(2)
    void seesOrdersThatDiedWithTheBus() throws Exception {
        ServiceProcess consumer = stack.addConsumer();
        for (ServiceProcess each : stack.consumers()) {
            each.kill();
        }
        assertThat(consumer.isAlive()).isFalse();
        Ledger ledger = new Ledger();
        assertThat(new OrderLoad(stack.producerUrl(), stack.headers(), ledger)
                        .post(10)
                        .accepted())
                .isEqualTo(10);
        assertThat(audit(ledger).verdict().waiting()).isEqualTo(10);

        stack.emulator().kill();
        stack.emulator().restart();

        Verdict verdict = await(ledger);
        assertThat(verdict.waiting()).isZero();
        assertThat(verdict.lost()).isEqualTo(10);
        assertThat(verdict.holds()).isFalse();
    }

    private static Verdict await(Ledger ledger) throws Exception {
        return new Completion(audit(ledger), Duration.ofSeconds(30)).await();
    }

    private static Audit audit(Ledger ledger) {
        return new Audit(ledger, stack.database(), stack.emulator()::queued);
    }

    private static UUID post(String key) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stack.producerUrl().resolve("/api/orders"))
                                .header("Content-Type", "application/json")
                                .header("Idempotency-Key", key)
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"customer\":\"Ada\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":1}]}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return UUID.fromString(answer.body().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1"));
    }
}
