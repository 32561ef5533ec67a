package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.RunControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Offers orders and keeps what came of them, with what the processes did meanwhile. */
final class Bench implements Offering {
    private final Offering generator;
    private final Gauges gauges;
    private final RunControl control;
    private final List<Step> steps = new ArrayList<>();
    private final List<Map<String, Object>> points = new ArrayList<>();

    /** What else is known of a server. */
    @FunctionalInterface
    interface Gauges {
        /** What was measured since the last call for that server. */
        Map<String, Object> sinceLast(Server server) throws Exception;
    }

    /** Has {@code generator} offer them. */
    Bench(Offering generator, Gauges gauges, RunControl control) {
        this.generator = generator;
        this.gauges = gauges;
        this.control = control;
    }

    @Override
    public Step offer(Server server, int rate, Duration settle, Duration length) throws Exception {
        gauges.sinceLast(server);
        Step step = generator.offer(server, rate, settle, length);
        steps.add(step);
        points.add(step.point(gauges.sinceLast(server)));
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
