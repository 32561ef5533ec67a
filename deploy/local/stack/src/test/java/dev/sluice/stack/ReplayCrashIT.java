package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.OrderLoad;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A consumer is killed (SIGKILL) in the middle of a replay: orders are marked, their copies are on the wire, and the bus has
 * not answered. Whoever takes over sends the same copies again; each order is processed once.
 */
class ReplayCrashIT {
    private static final int ORDERS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void whatWasMarkedAndNotAcknowledgedIsReplayedOnce() throws Exception {
        try (LocalStack stack = LocalStack.builder()
                .inlet(Inlet.PROCESSOR)
                .consumers(1)
                .consumerSetting("SLUICE_RETRY_MAX_ATTEMPTS", "1")
                .start()) {
            change(stack, "alter table fulfilment rename to fulfilment_away");
            new OrderLoad(stack.producerUrl(), stack.headers(), new Ledger()).post(ORDERS);
            awaitCount(stack, ORDERS, "select count(*) from parked where state = 'parked'");
            change(stack, "alter table fulfilment_away rename to fulfilment");

            stack.emulator().pause();
            replayAll(stack);
            await().atMost(PATIENCE)
                    .until(() -> count(stack, "select count(*) from parked where state = 'replaying'") > 0);
            ServiceProcess consumer = stack.consumers().get(0);
            consumer.kill();
            stack.emulator().resume();
            assertThat(count(stack, "select count(*) from parked where state = 'replayed'"))
                    .isZero();
            stack.restart(consumer);

            awaitCount(stack, ORDERS, "select count(*) from parked where state = 'replayed'");
            awaitCount(stack, ORDERS, "select count(distinct order_id) from fulfilment");
            await().atMost(PATIENCE).until(() -> stack.queued() == 0);
            assertThat(count(stack, "select count(*) from fulfilment")).isEqualTo(ORDERS);
            assertThat(count(stack, "select count(*) from parked")).isEqualTo(ORDERS);
        }
    }

    private static void replayAll(LocalStack stack) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        stack.consumers().get(0).url().resolve("/api/parked/replay"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"filter\":{}}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static void awaitCount(LocalStack stack, long expected, String sql) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(count(stack, sql)).isEqualTo(expected));
    }

    private static long count(LocalStack stack, String sql) throws Exception {
        try (Connection connection = stack.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void change(LocalStack stack, String sql) throws Exception {
        try (Connection connection = stack.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
