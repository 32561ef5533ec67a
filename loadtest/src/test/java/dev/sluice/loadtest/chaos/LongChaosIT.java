package dev.sluice.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.fault.FaultKind;
import dev.sluice.stack.Inlet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped scenarios but the longest one; two at a time. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
class LongChaosIT {
    @Test
    void consumersAreKilledTwentyTimes() throws Exception {
        ChaosRuns.passes("kills", Inlet.FUNCTIONS);
    }

    @Test
    void theDurableBusIsKilledTenTimes() throws Exception {
        ChaosRuns.passes("bus", Inlet.PROCESSOR);
    }

    @Test
    void theBusIsCutOffForUpTo90Seconds() throws Exception {
        ChaosRuns.passes("cuts", Inlet.FUNCTIONS);
    }

    @Test
    void theDatabaseIsKilledAndAwayAndOutOfConnections() throws Exception {
        ChaosRuns.passes("database", Inlet.PROCESSOR);
    }

    @ParameterizedTest
    @Tag("exhaustive")
    @CsvSource({"kills, PROCESSOR", "cuts, PROCESSOR", "database, FUNCTIONS"})
    void soByTheOtherInlet(String scenario, Inlet inlet) throws Exception {
        ChaosRuns.passes(scenario, inlet);
    }

    @Test
    void oneClockIsAMinuteAhead() throws Exception {
        boolean available = FakeClock.library().isPresent();
        if (!"all".equals(System.getProperty("sluice.require"))) {
            assumeTrue(available, "libfaketime is not installed");
        }
        assertThat(available).as("libfaketime is installed").isTrue();
        ChaosRuns.passes("clock", Inlet.PROCESSOR);
    }

    /** A verdict that can't be bad is worth nothing: no inbox, and a bus that forgets. */
    @Test
    void anUnsafeSystemFails() throws Exception {
        SystemPlan unsafe = new SystemPlan(
                Inlet.PROCESSOR,
                2,
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                false,
                Duration.ZERO,
                Map.of("SLUICE_INBOX_ENABLED", "false"));
        ChaosScenario scenario = new ChaosScenario(
                "unsafe",
                unsafe,
                200,
                0,
                List.of(
                        step(FaultKind.KILL_AFTER_COMMIT, Duration.ZERO),
                        step(FaultKind.PAUSE_CONSUMER, Duration.ofSeconds(8)),
                        step(FaultKind.KILL_BUS, Duration.ZERO)),
                List.of(),
                Optional.empty());
        Report report = ChaosRuns.run(scenario);
        assertThat(report.passed()).isFalse();
        assertThat(report.verdict().duplicates()).as("%s", report).isPositive();
        assertThat(report.verdict().lost()).as("%s", report).isPositive();
    }

    private static FaultStep step(FaultKind kind, Duration length) {
        return new FaultStep(kind, 1, Duration.ofSeconds(1), length);
    }
}
