package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.RunControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Offers orders and keeps what came of them, with what the processes did meanwhile. */
final class Bench implements Offering {
    private final Offering generator;
    private final BatchSizes batches;
    private final Map<Server, CpuShares> cpu;
    private final RunControl control;
    private final List<Step> steps = new ArrayList<>();
    private final List<Map<String, Object>> points = new ArrayList<>();

    /** Has {@code generator} offer them. */
    Bench(Offering generator, BatchSizes batches, Map<Server, CpuShares> cpu, RunControl control) {
        this.generator = generator;
        this.batches = batches;
        this.cpu = cpu;
        this.control = control;
    }

    @Override
    public Step offer(Server server, int rate, Duration length) throws Exception {
        batches.sinceLast();
        cpu.get(server).sinceLast();
        Step step = generator.offer(server, rate, length);
        Map<String, Object> besides = new LinkedHashMap<>(cpu.get(server).sinceLast());
        if (server == Server.ORDERS) {
            besides.putAll(batches.sinceLast());
        }
        steps.add(step);
        points.add(step.point(besides));
        control.say(String.format(
                Locale.ROOT,
                "%-8s %,7d offered, %,7.0f accepted a second, p99 %.1f ms%s",
                server.text(),
                rate,
                step.acceptedPerSecond(),
                step.p99Millis(),
                step.unavailable() == 0 ? "" : String.format(Locale.ROOT, ", %,d times 503", step.unavailable())));
        return step;
    }

    /** All steps, in the order of time. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /** They as a report has them. */
    List<Map<String, Object>> points() {
        return List.copyOf(points);
    }

    /** What a share of the processors was in the step with that rate. */
    double share(Step step, String name) {
        return (double) points.get(steps.indexOf(step)).get(name);
    }
}
