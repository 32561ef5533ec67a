package dev.sluice.loadtest.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** At rates that every machine takes: whether it is counted rightly, not how fast it is. */
class IngestIT {
    private static final String SCENARIO = """
            from: 20
            factor: 2
            most: 40
            step: 2s
            warm-up: 1s
            compare: 1s
            """;

    @Test
    void everyAcceptedOrderIsOnTheBusAndNoneOfTheBaseline() throws Exception {
        PrintWriter out = new PrintWriter(System.out, true);
        Report report = new IngestExperiment(IngestScenario.read(new ScenarioFile("slow", SCENARIO)))
                .run(new RunControl(out, false));
        report.print(out);

        assertThat(report.thresholds()).as("%s", report).isNotEmpty().allMatch(Threshold.Result::passed);
        // One second of warm-up, and two at the first rate; a machine that is slow may go no further.
        assertThat(report.verdict().accepted()).as("%s", report).isGreaterThanOrEqualTo(60);
        assertThat(report.verdict().waiting()).isEqualTo(report.verdict().accepted());

        List<Map<String, Object>> steps = report.points().stream()
                .filter(point -> point.containsKey("server"))
                .toList();
        assertThat(steps).extracting(step -> step.get("server")).contains("orders", "baseline");
        assertThat(steps).allSatisfy(step -> {
            assertThat((Double) step.get("p50Millis")).isPositive();
            assertThat((Double) step.get("p999Millis")).isGreaterThanOrEqualTo((Double) step.get("p50Millis"));
            assertThat(step).containsEntry("unavailable", 0.0).containsEntry("unanswered", 0.0);
            assertThat(step.containsKey("batch")).isEqualTo(step.get("server").equals("orders"));
            assertThat(step.containsKey("sendMillis")).isEqualTo(step.containsKey("batch"));
        });
    }

    @Test
    void whatASmallQueueRefusesIsCountedApartAndIsNotLost() throws Exception {
        PrintWriter out = new PrintWriter(System.out, true);
        String smallQueue = """
                from: 300
                most: 300
                step: 2s
                warm-up: 1s
                compare: 1s
                settings: {SLUICE_SEND_MAX_IN_FLIGHT: 1}
                """;
        Report report = new IngestExperiment(IngestScenario.read(new ScenarioFile("small", smallQueue)))
                .run(new RunControl(out, false));
        report.print(out);

        assertThat(report.thresholds())
                .as("none is lost, each 503 says when to try again: %s", report)
                .isNotEmpty()
                .allMatch(Threshold.Result::passed);
        double refused = report.points().stream()
                .filter(point -> "orders".equals(point.get("server")))
                .mapToDouble(point -> (double) point.get("unavailable"))
                .sum();
        assertThat(refused).as("%s", report.points()).isPositive();
        assertThat(report.figures().get("unavailable").doubleValue()).isGreaterThanOrEqualTo(refused);
        assertThat(report.points())
                .filteredOn(point -> "baseline".equals(point.get("server")))
                .as("it sends nothing, so nothing is in its way")
                .allMatch(point -> point.get("unavailable").equals(0.0));
    }
}
