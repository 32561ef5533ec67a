package dev.sluice.producer;

import dev.sluice.testkit.TraceCollector;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A collector of the test's own, to which the application pushes its traces. */
public final class CollectedTraces implements QuarkusTestResourceLifecycleManager {
    private TraceCollector collector;

    @Override
    public Map<String, String> start() {
        collector = new TraceCollector();
        return Map.of("sluice.traces.push.url", collector.url(), "quarkus.otel.bsp.schedule.delay", "0.1S");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(collector, new TestInjector.MatchesType(TraceCollector.class));
    }

    @Override
    public void stop() {
        collector.close();
    }
}
