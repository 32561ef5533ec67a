package dev.sluice.stack.console;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts readings together to what the page shows. Not thread-safe. */
final class Picture {
    /** Seconds, about: as many points as a small curve has room for. */
    private static final int RECENT = 120;

    private final InstanceBook book = new InstanceBook();
    private final Map<String, Instant> awaySince = new HashMap<>();
    private final Deque<Snapshot.Point> recent = new ArrayDeque<>();
    private ParkedOrders parked = ParkedOrders.NONE;

    /**
     * Takes one more reading.
     *
     * @param nanos a clock's reading, never less than the one before
     */
    Snapshot update(Reading reading, Instant at, long nanos) {
        book.update(reading, at, nanos);
        if (reading.parked().isHere()) {
            parked = reading.parked().value();
        }
        List<Snapshot.Namespace> namespaces = new ArrayList<>();
        reading.namespaces().forEach((name, answer) -> namespaces.add(new Snapshot.Namespace(name, answer.value())));
        Snapshot.Flow flow = new Snapshot.Flow(
                book.total(Figure.ACCEPTED).meter(),
                book.total(Figure.REFUSED).meter(),
                book.total(Figure.PROCESSED).meter(),
                book.total(Figure.RETRIED).meter());
        Long backlog = backlog(namespaces);
        remember(flow, backlog);
        return new Snapshot(
                at,
                flow,
                backlog,
                namespaces,
                book.lines(),
                parked,
                book.changes(),
                sources(reading, at),
                List.copyOf(recent));
    }

    private static Long backlog(List<Snapshot.Namespace> namespaces) {
        return namespaces.stream()
                .map(Snapshot.Namespace::orders)
                .filter(Objects::nonNull)
                .map(QueueCounts::backlog)
                .reduce(Long::sum)
                .orElse(null);
    }

    private void remember(Snapshot.Flow flow, Long backlog) {
        recent.addLast(new Snapshot.Point(
                flow.accepted().perSecond(),
                flow.processed().perSecond(),
                flow.retried().perSecond(),
                backlog));
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
    }

    private List<Snapshot.Source> sources(Reading reading, Instant at) {
        List<Snapshot.Source> sources = new ArrayList<>();
        reading.namespaces().forEach((name, answer) -> sources.add(source(name, answer, at)));
        reading.services().forEach((name, answer) -> sources.add(source(name, answer, at)));
        reading.metrics().forEach((instance, answer) -> {
            // One that starts, or was taken out of service, need not answer.
            if (instance.isReady()) {
                sources.add(source(instance.name() + ", metrics", answer, at));
            }
        });
        sources.add(source("parked orders", reading.parked(), at));
        return sources;
    }

    private Snapshot.Source source(String name, Answer<?> answer, Instant at) {
        if (answer.isHere()) {
            awaySince.remove(name);
            return new Snapshot.Source(name, null, null);
        }
        return new Snapshot.Source(name, answer.problem(), awaySince.computeIfAbsent(name, away -> at));
    }
}
