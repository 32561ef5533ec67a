package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.parking.Parking;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import dev.sluice.testkit.LoggedTraces;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Without an address for them, which is the default: no traces are recorded, and logs have their ids all the same. */
@QuarkusTest
class UnrecordedTracesIT {
    @Inject
    Bus bus;

    @Inject
    Parking parking;

    private final UUID id = UUID.randomUUID();
    private final String trace = UUID.randomUUID().toString().replace("-", "");

    @Test
    void linesThatAreLoggedOnTheWayHaveTheTraceAndWhatIsParkedKeepsIt() {
        String parent = "00-" + trace + "-00f067aa0ba902b7-01";
        try (LoggedTraces lines = new LoggedTraces(Decisions.class)) {
            bus.send(OrderCodec.encode(
                    new OrderMessage(id, Bus.order(ScriptedHandler.REFUSE), TraceContext.of(parent, null))));

            await().until(() -> lines.ids().contains(trace));
        }
        parking.await(id, ParkReason.REFUSED, 0);
        assertThat(parking.newest(id, "properties->>'traceparent'")).isEqualTo(parent);
        assertThat(parking.newest(id, "properties->>'sluice-made-by'")).isNull();
    }

    @Test
    void aLineWithoutATraceHasNone() {
        try (LoggedTraces lines = new LoggedTraces(Decisions.class)) {
            bus.send(id, Bus.order(ScriptedHandler.REFUSE));

            await().until(() -> lines.ids().contains(""));
            assertThat(lines.ids()).noneMatch(trace -> trace.matches("0+"));
        }
    }

    /** The SDK's exporter works on a thread of its own, with a queue behind it. */
    @Test
    void nothingIsThereThatCouldExport() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("SpanProcessor"));
    }
}
