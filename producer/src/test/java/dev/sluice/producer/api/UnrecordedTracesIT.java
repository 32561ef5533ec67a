package dev.sluice.producer.api;

import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.json;
import static dev.sluice.producer.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.producer.BrokenBus;
import dev.sluice.testkit.LoggedTraces;
import dev.sluice.testkit.TcpProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Without an address for them, which is the default: no traces are recorded, and logs have their ids all the same. */
@QuarkusTest
@QuarkusTestResource(value = BrokenBus.class, restrictToAnnotatedClass = true)
class UnrecordedTracesIT {
    TcpProxy proxy;

    @Test
    void aLineAboutAnOrderHasTheTraceThatItsClientNamed() {
        String trace = UUID.randomUUID().toString().replace("-", "");
        proxy.holdAnswers();

        try (LoggedTraces lines = new LoggedTraces(OrderIntake.class)) {
            json(order("contoso"))
                    .header("traceparent", "00-" + trace + "-b7ad6b7169203331-01")
                    .post(ORDERS)
                    .then()
                    .statusCode(503);

            assertThat(lines.ids()).containsExactly(trace);
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
