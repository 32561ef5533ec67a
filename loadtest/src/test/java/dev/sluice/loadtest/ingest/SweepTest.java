package dev.sluice.loadtest.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final IngestScenario SCENARIO = new IngestScenario(
            "test",
            100,
            2,
            10_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            3,
            false,
            Map.of(),
            List.of());

    private final RunControl control = new RunControl(new PrintWriter(Writer.nullWriter()), false);
    private final List<String> offered = new ArrayList<>();

    @Test
    void climbsUntilEachBreaksAndComparesAtHalfOfWhatProducerTook() throws Exception {
        Sweep sweep = sweep(300, 700);
        sweep.run();
        assertThat(offered)
                .containsExactly(
                        "orders 100 2s",
                        "baseline 100 2s",
                        "orders 200 2s",
                        "baseline 200 2s",
                        "orders 400 2s",
                        "orders 400 2s",
                        "baseline 400 2s",
                        "baseline 800 2s",
                        "baseline 800 2s",
                        "orders 150 1s+4s",
                        "baseline 150 1s+4s",
                        "orders 150 1s+4s",
                        "baseline 150 1s+4s",
                        "orders 150 1s+4s",
                        "baseline 150 1s+4s");
        assertThat(sweep.best(Server.ORDERS))
                .hasValueSatisfying(best -> assertThat(best.acceptedPerSecond()).isEqualTo(300));
        assertThat(sweep.best(Server.BASELINE))
                .hasValueSatisfying(best -> assertThat(best.acceptedPerSecond()).isEqualTo(700));
        assertThat(figures(sweep)).contains("p99Ratio", "lost");
        assertThat(sweep.compared(Server.ORDERS))
                .hasValueSatisfying(step -> assertThat(step.offered()).isEqualTo(150));
    }

    @Test
    void oneDisturbedStepBreaksNobody() throws Exception {
        Iterator<Double> accepted = List.of(100.0, 130.0, 200.0, 300.0, 310.0).iterator();
        Offering offering = (server, rate, settle, length) ->
                new Step(server, rate, Map.of("seconds", 1.0, "accepted", settle.isZero() ? accepted.next() : rate));
        Sweep sweep = new Sweep(SCENARIO, offering, List.of(Server.ORDERS), control);
        sweep.run();
        assertThat(sweep.best(Server.ORDERS).map(Step::acceptedPerSecond))
                .as("130 of 200 the first time, all of them the second; never 400")
                .hasValue(310.0);
        assertThat(sweep.isBroken(Server.ORDERS)).isTrue();
    }

    @Test
    void oneDisturbedRoundDecidesNothing() throws Exception {
        Iterator<Double> p99 = List.of(7.0, 900.0, 5.0).iterator();
        Offering offering = (server, rate, settle, length) -> new Step(
                server,
                rate,
                Map.of(
                        "seconds",
                        1.0,
                        "accepted",
                        Math.min(rate, 300.0),
                        "p99Millis",
                        settle.isZero() ? 0 : p99.next()));
        Sweep sweep = new Sweep(SCENARIO, offering, List.of(Server.ORDERS), control);
        sweep.run();
        assertThat(sweep.compared(Server.ORDERS).map(Step::p99Millis)).hasValue(7.0);
    }

    @Test
    void withoutABaselineThereIsNothingToCompareButFigures() throws Exception {
        Sweep sweep = new Sweep(SCENARIO, offering(300, 0), List.of(Server.ORDERS), control);
        sweep.run();
        assertThat(offered)
                .containsExactly(
                        "orders 100 2s",
                        "orders 200 2s",
                        "orders 400 2s",
                        "orders 400 2s",
                        "orders 150 1s+4s",
                        "orders 150 1s+4s",
                        "orders 150 1s+4s");
        assertThat(figures(sweep)).doesNotContain("p99Ratio");
        assertThat(new IngestFigures(IngestFigures.verdict(0, 0, 0), Set.of(), sweep, OptionalDouble.of(0), 0, 0)
                        .others())
                .containsKeys("acceptedPerSecond", "p99Millis")
                .doesNotContainKeys("acceptedRatio", "baselineP99Millis");
    }

    @Test
    void whatNeverBreaksEndsWithTheHighestRate() throws Exception {
        Sweep sweep = sweep(1_000_000, 1_000_000);
        sweep.run();
        assertThat(offered).contains("orders 6400 2s").doesNotContain("orders 12800 2s");
        assertThat(sweep.isBroken(Server.ORDERS)).isFalse();
    }

    @Test
    void aStoppedRunOffersNothingMore() throws Exception {
        control.stop();
        Sweep sweep = sweep(300, 700);
        sweep.run();
        assertThat(offered).isEmpty();
        assertThat(sweep.best(Server.ORDERS)).isEmpty();
        assertThat(sweep.compared(Server.BASELINE)).isEmpty();
        assertThat(figures(sweep)).doesNotContain("p99Ratio").contains("lost");
    }

    /** What a threshold on the comparison, and what always holds, are held against. */
    private static List<String> figures(Sweep sweep) {
        List<Threshold> wanted = List.of(Threshold.exactly("p99Ratio", 1));
        return new IngestFigures(IngestFigures.verdict(0, 0, 0), Set.of(), sweep, OptionalDouble.of(0), 0, 0)
                .judge(wanted).stream()
                        .map(result -> result.threshold().metric())
                        .toList();
    }

    /** Servers that accept no more than that a second. */
    private Sweep sweep(double orders, double baseline) {
        return new Sweep(SCENARIO, offering(orders, baseline), List.of(Server.values()), control);
    }

    private Offering offering(double orders, double baseline) {
        return (server, rate, settle, length) -> {
            offered.add("%s %d %s%ds"
                    .formatted(
                            server.text(), rate, settle.isZero() ? "" : settle.toSeconds() + "s+", length.toSeconds()));
            double most = server == Server.ORDERS ? orders : baseline;
            return new Step(server, rate, Map.of("seconds", 1.0, "accepted", Math.min(rate, most)));
        };
    }
}
