package dev.sluice.stack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instance PRODUCER = instance("producer", 1, 100, "READY");
    private static final Instance FIRST = instance("consumer", 1, 200, "READY");
    private static final Instance SECOND = instance("consumer", 2, 201, "READY");

    private final Picture picture = new Picture();
    private final Map<Instance, Answer<MetricsText>> metrics = new LinkedHashMap<>();
    private Answer<QueueCounts> queue = Answer.of(new QueueCounts(0, 0, 0));
    private Answer<List<Instance>> consumers = Answer.of(List.of(FIRST));
    private Answer<ParkedOrders> parked = Answer.of(ParkedOrders.NONE);
    private int second;

    @Test
    void addsUpInstancesAndTellsThemApart() {
        consumers = Answer.of(List.of(FIRST, SECOND));
        accepted(50);
        processed(FIRST, 20);
        processed(SECOND, 5);
        next();
        accepted(70);
        processed(FIRST, 26);
        processed(SECOND, 7);
        Snapshot now = next();

        assertThat(now.flow().accepted()).isEqualTo(new Snapshot.Meter(70, 20));
        assertThat(now.flow().processed()).isEqualTo(new Snapshot.Meter(33, 8));
        assertThat(now.instances())
                .extracting(Snapshot.Line::name, line -> line.done().perSecond())
                .containsExactly(tuple("producer 1", 20.0), tuple("consumer 1", 6.0), tuple("consumer 2", 2.0));
    }

    @Test
    void aProcessThatIsStartedAgainTakesNothingAwayFromWhatWasDone() {
        processed(FIRST, 20);
        next();
        Instance again = instance("consumer", 1, 999, "STARTING");
        consumers = Answer.of(List.of(again));
        processed(again, 3);
        Snapshot now = next();

        assertThat(now.flow().processed().total()).isEqualTo(23);
        assertThat(now.changes().subList(0, 2))
                .extracting(Snapshot.Change::instance, Snapshot.Change::what)
                .containsExactly(tuple("consumer 1, pid 999", "starting"), tuple("consumer 1, pid 200", "gone"));
        consumers = Answer.of(List.of(instance("consumer", 1, 999, "READY")));
        assertThat(next().changes().get(0).what()).isEqualTo("ready");
    }

    @Test
    void whoIsSilentIsAwaySinceItWasAndNothingIsSaidToBeGone() {
        parked = Answer.of(new ParkedOrders(List.of(), true));
        next();
        consumers = Answer.away("does not answer");
        queue = Answer.away("takes no connections");
        parked = Answer.away("answers with status 503");
        next();
        Snapshot now = next();

        assertThat(now.backlog()).as("not known is not none").isNull();
        assertThat(now.parked().more()).as("the last that is known").isTrue();
        assertThat(now.instances())
                .extracting(Snapshot.Line::name, Snapshot.Line::answers)
                .contains(tuple("consumer 1", false));
        assertThat(now.changes()).noneMatch(change -> change.what().equals("gone"));
        assertThat(now.sources())
                .contains(new Snapshot.Source("consumer", "does not answer", START.plusSeconds(2)))
                .contains(new Snapshot.Source("emulator", "takes no connections", START.plusSeconds(2)));

        consumers = Answer.of(List.of(FIRST));
        assertThat(next().sources()).contains(new Snapshot.Source("consumer", null, null));
    }

    @Test
    void keepsTwoMinutes() {
        queue = Answer.of(new QueueCounts(1, 2, 4));
        for (int i = 0; i < 200; i++) {
            next();
        }
        assertThat(next().recent()).hasSize(120).allMatch(point -> point.backlog() == 7);
    }

    private Snapshot next() {
        second++;
        Map<String, Answer<List<Instance>>> services = new LinkedHashMap<>();
        services.put("producer", Answer.of(List.of(PRODUCER)));
        services.put("consumer", consumers);
        return picture.update(
                new Reading(Map.of("emulator", queue), services, Map.copyOf(metrics), parked),
                START.plusSeconds(second),
                second * 1_000_000_000L);
    }

    private void accepted(int orders) {
        metrics.put(PRODUCER, Answer.of(MetricsText.parse("sluice_orders_accepted_total " + orders)));
    }

    private void processed(Instance instance, int orders) {
        metrics.put(
                instance,
                Answer.of(MetricsText.parse("sluice_orders_processed_total{outcome=\"done\"} " + orders
                        + "\nsluice_orders_processed_total{outcome=\"park\"} 1000")));
    }

    private static Instance instance(String service, int id, long pid, String state) {
        return new Instance(service, service + " " + id, state, pid, URI.create("http://127.0.0.1:1"));
    }
}
