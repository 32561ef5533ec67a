package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Bus.order;
import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.parking.Action;
import dev.sluice.consumer.parking.Parking;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import dev.sluice.testkit.LoggedTraces;
import dev.sluice.testkit.TraceCollector;
import dev.sluice.testkit.TraceCollector.Collected;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans of a message, whichever inlet it comes by: one trace, whatever becomes of it. */
abstract class InletTraces {
    static final Map<String, String> QUICK = Map.of(
            "sluice.retry.max-attempts", "2",
            "sluice.retry.initial-delay", "0.1S",
            "sluice.retry.max-delay", "0.1S",
            "sluice.parking.poll-interval", "0.1S");

    TraceCollector collector;

    @Inject
    Bus bus;

    @Inject
    ScriptedHandler handler;

    @Inject
    Parking parking;

    @Inject
    DatabaseGate gate;

    private final UUID id = UUID.randomUUID();
    private final String trace = UUID.randomUUID().toString().replace("-", "");
    private final String sender = "00f067aa0ba902b7";

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    @Test
    void anOrderIsOneTraceFromItsSenderToTheDatabase() {
        send(null, "01");

        Collected process = only("process orders");
        assertThat(process.kind()).isEqualTo("CONSUMER");
        assertThat(process.parent()).isEqualTo(sender);
        assertThat(process.service()).isEqualTo("sluice-consumer");
        assertThat(process.failed()).isFalse();
        assertThat(process.attributes())
                .containsEntry("messaging.system", "servicebus")
                .containsEntry("messaging.destination.name", "orders")
                .containsEntry("messaging.operation.type", "process")
                .containsEntry("sluice.order.id", id.toString())
                .containsEntry("sluice.outcome", "done");
        assertThat(process.attributes().get("messaging.message.id")).startsWith(id + ".");
        Collected handling = only("handle order");
        assertThat(handling.kind()).isEqualTo("INTERNAL");
        assertThat(handling.parent()).isEqualTo(process.id());
        assertThat(statements(process)).as("the mark").hasSize(1).allMatch(sql -> sql.contains("inbox"));
        assertThat(statements(handling)).as("the effect").hasSize(1).allMatch(sql -> sql.contains("fulfilment"));
        assertBroughtBy(process);
    }

    /** All attempts are children of what first sent the order, and each names the one before. */
    @Test
    void aRetriedParkedAndReplayedOrderIsStillThatTrace() {
        send(ScriptedHandler.FAIL_TIMES + 2, "01");
        parking.await(id, ParkReason.RETRIES_EXHAUSTED, 0);
        parking.done(Action.REPLAY, parking.only(id, ""));

        List<Collected> attempts = atLeast(3, "process orders");
        assertThat(attempts).hasSize(3).extracting(Collected::parent).containsOnly(sender);
        assertThat(attempts).extracting(Collected::failed).containsExactly(true, true, false);
        Collected first = attempts.get(0);
        Collected second = attempts.get(1);
        Collected third = attempts.get(2);
        assertThat(first.links()).doesNotContain(second.id(), third.id());
        assertThat(second.links()).contains(first.id());

        Collected drained = only("process orders-parked");
        assertThat(drained.parent()).isEqualTo(sender);
        assertThat(drained.links()).containsExactly(second.id());

        Collected replay = atLeast(2, "send orders").stream()
                .filter(send -> send.parent().equals(sender))
                .findFirst()
                .orElseThrow();
        assertThat(replay.kind()).isEqualTo("PRODUCER");
        assertThat(replay.links()).containsExactly(second.id());
        assertThat(third.links()).contains(replay.id());
        assertThat(atLeast(2, "send orders")).as("the retry's copy").anyMatch(send -> send.parent()
                .equals(first.id()));
        assertThat(atLeast(3, "handle order")).extracting(Collected::failed).containsExactly(true, true, false);
    }

    @Test
    void whatItsSenderDoesNotRecordIsNotRecordedHere() {
        send(null, "00");
        await().until(() -> handler.attempts(id) == 1);
        UUID next = UUID.randomUUID();
        bus.send(OrderCodec.encode(new OrderMessage(
                next, order(null), TraceContext.of("00-" + "5".repeat(32) + "-" + sender + "-01", null))));

        await().until(() -> !collector.spans("5".repeat(32), "process orders").isEmpty());
        assertThat(collector.spans(trace, span -> true)).isEmpty();
    }

    @Test
    void aLookForWorkIsNoTrace() {
        send(null, "01");

        only("process orders");
        assertThat(collector.spans())
                .noneMatch(span -> span.parent().isEmpty() && span.kind().equals("CLIENT"));
    }

    @Test
    void linesThatAreLoggedOnTheWayHaveTheTrace() {
        try (LoggedTraces lines = new LoggedTraces(Decisions.class)) {
            send(ScriptedHandler.REFUSE, "01");

            await().until(() -> lines.ids().contains(trace));
        }
    }

    /** What has brought the message, besides its trace. */
    abstract void assertBroughtBy(Collected process);

    private void send(String script, String flags) {
        bus.send(OrderCodec.encode(new OrderMessage(
                id, order(script), TraceContext.of("00-" + trace + "-" + sender + "-" + flags, null))));
    }

    private Collected only(String name) {
        List<Collected> spans = atLeast(1, name);
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    private List<Collected> atLeast(int count, String name) {
        await().until(() -> collector.spans(trace, name).size() >= count);
        return collector.spans(trace, name);
    }

    private List<String> statements(Collected parent) {
        return collector
                .spans(
                        trace,
                        span -> span.parent().equals(parent.id()) && span.kind().equals("CLIENT"))
                .stream()
                .map(span -> span.attributes()
                        .getOrDefault("db.query.text", span.attributes().get("db.statement")))
                .toList();
    }
}
