package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Bus.order;
import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.parking.Action;
import dev.sluice.consumer.parking.Parking;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import dev.sluice.testkit.TcpProxy;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metrics by their values: what each of them says after orders of which is known what became of them. */
abstract class InletMetrics {
    /** Never used: the application under test is shared with InletBehaviour's. */
    TcpProxy database;

    @Inject
    Bus bus;

    @Inject
    ScriptedHandler handler;

    @Inject
    Parking parking;

    @Inject
    DatabaseGate gate;

    @Inject
    OldestMessage oldest;

    @Inject
    MeterRegistry metrics;

    private final UUID id = UUID.randomUUID();
    private final Map<String, Double> before = new LinkedHashMap<>();

    @BeforeEach
    void begin() {
        startInlet();
        await().until(gate::isOpen);
        // What tests before have left behind is over.
        await().until(() -> bus.waiting().isEmpty());
        before.putAll(all());
    }

    @AfterEach
    void releaseWhatWaits() {
        handler.release(id);
    }

    @Test
    void anOrderThatFailsTwiceAndThenComesAgain() {
        bus.send(message(ScriptedHandler.FAIL_TWICE));
        awaitGrowth("sluice.orders.processed{outcome=done}", 1);
        bus.send(message(ScriptedHandler.FAIL_TWICE).setMessageId("again-" + id));

        awaitGrowth("sluice.orders.processed{outcome=duplicate}", 1);
        assertThat(growth("sluice.orders.processed{outcome=retry}")).isEqualTo(2);
        assertThat(growth("sluice.orders.retried{cause=failure}")).isEqualTo(2);
        assertThat(growth("sluice.messages.received{queue=orders,redelivered=false}"))
                .isEqualTo(4);
        assertThat(growth("sluice.inbox.marks{mark=new}")).isEqualTo(3);
        assertThat(growth("sluice.inbox.marks{mark=repeated}")).isOne();
        assertThat(growth("sluice.handler.time{result=failed}")).isEqualTo(2);
        assertThat(growth("sluice.handler.time{result=returned}")).isOne();
        assertThat(growth("sluice.orders.age{}")).isOne();
    }

    @Test
    void whatIsParkedByItsReason() {
        bus.send(id, order(null));
        awaitGrowth("sluice.orders.processed{outcome=done}", 1);
        bus.send(id, order("another order"));
        bus.send(UUID.randomUUID(), order(ScriptedHandler.REFUSE));
        UUID exhausted = UUID.randomUUID();
        bus.send(exhausted, order(ScriptedHandler.FAIL));

        parking.await(exhausted, ParkReason.RETRIES_EXHAUSTED, 0);
        awaitGrowth("sluice.parked.moved{reason=IdempotencyKeyReused}", 1);
        awaitGrowth("sluice.parked.moved{reason=RefusedByHandler}", 1);
        awaitGrowth("sluice.parked.moved{reason=RetriesExhausted}", 1);
        assertThat(growth("sluice.orders.parked{reason=IdempotencyKeyReused}")).isOne();
        assertThat(growth("sluice.orders.parked{reason=RefusedByHandler}")).isOne();
        assertThat(growth("sluice.orders.parked{reason=RetriesExhausted}")).isOne();
        assertThat(growth("sluice.orders.processed{outcome=park}")).isEqualTo(2);
        assertThat(growth("sluice.inbox.marks{mark=conflicting}")).isOne();

        parking.done(Action.DISCARD, parking.only(exhausted, ""));

        assertThat(growth("sluice.parked.handled{action=discard,outcome=Discarded}"))
                .isOne();
    }

    @Test
    void anOrderInHandIsSeenWhileItIs() {
        oldest.look();
        assertThat(now("sluice.queue.oldest.age{namespace=primary}")).isZero();

        bus.send(id, order(ScriptedHandler.WAIT));
        await().until(() -> handler.attempts(id) == 1);

        assertThat(now(inHand())).isOne();
        assertThat(now("sluice.database.connections{state=active}")).isGreaterThanOrEqualTo(1);
        assertThat(now("sluice.database.connections{state=awaited}")).isZero();
        await().untilAsserted(() -> {
            oldest.look();
            assertThat(now("sluice.queue.oldest.age{namespace=primary}")).isGreaterThan(0.5);
        });
        handler.release(id);
        awaitGrowth("sluice.orders.processed{outcome=done}", 1);
        await().untilAsserted(() -> {
            oldest.look();
            assertThat(now("sluice.queue.oldest.age{namespace=primary}")).isZero();
        });
        await().untilAsserted(() -> assertThat(now(inHand())).isZero());
    }

    /** Starts what brings messages, if the application does not receive by itself. */
    void startInlet() {}

    /** The gauge of the inlet under test. */
    abstract String inHand();

    final double growth(String meter) {
        return now(meter) - before.getOrDefault(meter, 0.0);
    }

    final void awaitGrowth(String meter, double expected) {
        await().untilAsserted(() -> assertThat(growth(meter)).as(meter).isEqualTo(expected));
    }

    final double now(String meter) {
        assertThat(all()).containsKey(meter);
        return all().get(meter);
    }

    private ServiceBusMessage message(String script) {
        return OrderCodec.encode(new OrderMessage(id, order(script), TraceContext.NONE));
    }

    /** Counters and gauges by value, timers by count. */
    private Map<String, Double> all() {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Meter meter : metrics.getMeters()) {
            if (!meter.getId().getName().startsWith("sluice.")) {
                continue;
            }
            String tags = meter.getId().getTags().stream()
                    .map(tag -> tag.getKey() + "=" + tag.getValue())
                    .sorted()
                    .reduce((one, other) -> one + "," + other)
                    .orElse("");
            StreamSupport.stream(meter.measure().spliterator(), false)
                    .filter(value -> value.getStatistic() == Statistic.COUNT || value.getStatistic() == Statistic.VALUE)
                    .forEach(value -> values.put(meter.getId().getName() + "{" + tags + "}", value.getValue()));
        }
        return values;
    }
}
