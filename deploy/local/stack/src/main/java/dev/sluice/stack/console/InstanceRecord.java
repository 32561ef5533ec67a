package dev.sluice.stack.console;

import java.util.EnumMap;
import java.util.Map;

/** What one instance has done so far. Not thread-safe. */
final class InstanceRecord {
    private final Map<Figure, Throughput> done = new EnumMap<>(Figure.class);
    private Instance instance;
    private double inHand;
    private boolean answers;

    InstanceRecord(Instance instance) {
        this.instance = instance;
        for (Figure figure : Figure.values()) {
            done.put(figure, new Throughput());
        }
    }

    Instance instance() {
        return instance;
    }

    /** Its state is another one now; it is the same process. */
    void become(Instance now) {
        instance = now;
    }

    /** Takes what it said; returns by how much each figure has grown. */
    Map<Figure, Double> read(MetricsText metrics, long nanos) {
        answers = true;
        inHand = metrics.sum("sluice_functions_in_hand") + metrics.sum("sluice_inlet_in_hand");
        Map<Figure, Double> growth = new EnumMap<>(Figure.class);
        done.forEach((figure, sum) -> growth.put(figure, sum.read(figure.in(metrics), nanos)));
        return growth;
    }

    /** It said nothing this time. */
    void silent() {
        answers = false;
    }

    Snapshot.Line line() {
        Throughput accepted = done.get(Figure.ACCEPTED);
        Throughput processed = done.get(Figure.PROCESSED);
        // It has one of the two.
        Snapshot.Meter work =
                new Snapshot.Meter(accepted.total() + processed.total(), accepted.perSecond() + processed.perSecond());
        return new Snapshot.Line(
                instance.service(),
                instance.name(),
                instance.state(),
                instance.pid(),
                work,
                inHand,
                done.get(Figure.RETRIED).total(),
                answers);
    }
}
