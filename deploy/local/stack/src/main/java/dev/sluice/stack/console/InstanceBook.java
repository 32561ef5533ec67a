package dev.sluice.stack.console;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Keeps account of instances: who is there, what all of them have done, who came and went. Not thread-safe. */
final class InstanceBook {
    private static final int CHANGES = 20;

    private final Map<String, InstanceRecord> records = new LinkedHashMap<>();
    private final Map<Figure, Throughput> totals = new EnumMap<>(Figure.class);
    private final Deque<Snapshot.Change> changes = new ArrayDeque<>();

    InstanceBook() {
        for (Figure figure : Figure.values()) {
            totals.put(figure, new Throughput());
        }
    }

    /** Takes what is there now; of a service that is silent, what was there before. */
    void update(Reading reading, Instant at, long nanos) {
        reading.services().forEach((service, answer) -> {
            if (answer.value() != null) {
                replace(service, answer.value(), at);
            }
        });
        Map<Figure, Double> growth = new EnumMap<>(Figure.class);
        for (InstanceRecord each : records.values()) {
            Answer<MetricsText> answer = reading.metrics().get(each.instance());
            if (answer != null && answer.isHere()) {
                each.read(answer.value(), nanos).forEach((figure, more) -> growth.merge(figure, more, Double::sum));
            } else {
                each.silent();
            }
        }
        totals.forEach((figure, total) -> total.add(growth.getOrDefault(figure, 0.0), nanos));
    }

    /** Over all instances, those that are gone included. */
    Throughput total(Figure figure) {
        return totals.get(figure);
    }

    /** Producer's first. */
    List<Snapshot.Line> lines() {
        return records.values().stream()
                .map(InstanceRecord::line)
                .sorted(Comparator.comparing(Snapshot.Line::service, Comparator.reverseOrder())
                        .thenComparing(line -> line.name().length())
                        .thenComparing(Snapshot.Line::name))
                .toList();
    }

    /** The latest first. */
    List<Snapshot.Change> changes() {
        return List.copyOf(changes);
    }

    private void replace(String service, List<Instance> now, Instant at) {
        List<String> keys = now.stream().map(Instance::key).toList();
        for (InstanceRecord old : new ArrayList<>(records.values())) {
            Instance before = old.instance();
            if (before.service().equals(service) && !keys.contains(before.key())) {
                records.remove(before.key());
                note(at, before, "gone");
            }
        }
        for (Instance instance : now) {
            InstanceRecord known = records.get(instance.key());
            if (known == null) {
                records.put(instance.key(), new InstanceRecord(instance));
            } else {
                if (known.instance().state().equals(instance.state())) {
                    continue;
                }
                known.become(instance);
            }
            note(at, instance, instance.state().toLowerCase(Locale.ROOT));
        }
    }

    private void note(Instant at, Instance instance, String what) {
        changes.addFirst(new Snapshot.Change(at, "%s, pid %d".formatted(instance.name(), instance.pid()), what));
        if (changes.size() > CHANGES) {
            changes.removeLast();
        }
    }
}
