package dev.sluice.producer.api;

import dev.sluice.http.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts orders by what became of them. All counters are there from the start, so that a rate can be taken of each. */
@Startup
@ApplicationScoped
public class OrderCounters {
    private static final List<ProblemType> REASONS = List.of(
            ProblemType.MALFORMED_JSON,
            ProblemType.INVALID_ORDER,
            ProblemType.INVALID_IDEMPOTENCY_KEY,
            ProblemType.EMPTY_BATCH,
            ProblemType.TOO_LARGE,
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            ProblemType.ORDER_REFUSED,
            ProblemType.OVERLOADED,
            ProblemType.SERVICE_BUS_UNAVAILABLE);

    private final Counter accepted;
    private final Map<URI, Counter> refused = new HashMap<>();

    OrderCounters(MeterRegistry metrics) {
        accepted = Counter.builder("sluice.orders.accepted")
                .description("Orders that Service Bus has acknowledged")
                .register(metrics);
        for (ProblemType reason : REASONS) {
            refused.put(
                    reason.uri(),
                    Counter.builder("sluice.orders.refused")
                            .description("Orders, or requests that couldn't be read as such, that were not accepted")
                            .tag("reason", reason.code())
                            .register(metrics));
        }
    }

    /** One more order is on the queue. */
    public void accepted() {
        accepted.increment();
    }

    /** One more order, or request that can't be read as orders, was not accepted. Kinds without a counter don't count. */
    public void refused(ProblemType reason) {
        refused(reason.uri());
    }

    /** The same, by the problem type's URI. */
    void refused(URI reason) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
