package dev.sluice.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loadtest.Report;
import dev.sluice.stack.Inlet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The claim of the project under the most common faults: consumers that are killed, also when their effects are committed
 * and the bus has not heard of it; a bus that can't be reached; and a tenth of the load that can't be processed.
 */
class ChaosIT {
    @ParameterizedTest
    @EnumSource(Inlet.class)
    void everyOrderIsProcessedOnceWhileConsumersAreKilledAndTheBusIsCutOff(Inlet inlet) throws Exception {
        Report report = ChaosRuns.passes("short", inlet);
        assertThat(report.figures().get("poison").longValue()).as("%s", report).isPositive();
        assertThat(report.verdict().parked())
                .as("%s", report)
                .isEqualTo(report.figures().get("poison").longValue());
    }
}
