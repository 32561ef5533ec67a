package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.drill.DrillResult;
import dev.sluice.stack.ledger.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrillReportTest {
    private static final Optional<Duration> SOON = Optional.of(Duration.ofMillis(1234));

    @Test
    void isGoodWhenNothingIsLostAndOrdersWentThereAndBack() {
        DrillReport report = report(SOON, SOON, verdict(10, 10, 0, 0, 0, 0));

        assertThat(report.result().isGood()).isTrue();
        assertThat(print(report)).contains("RTO", "1,234 ms", "No accepted order was lost");
        assertThat(report.document())
                .containsEntry("rtoMillis", 1234L)
                .containsEntry("rpoOrders", 0L)
                .containsEntry("failbackMillis", 1234L);
    }

    @Test
    void isBadWhenAnythingElseHappened() {
        Optional<Duration> never = Optional.empty();
        assertBad(report(never, SOON, verdict(10, 10, 0, 0, 0, 0)));
        assertBad(report(SOON, never, verdict(10, 10, 0, 0, 0, 0)));
        assertBad(report(SOON, SOON, verdict(10, 9, 0, 1, 0, 0)));
        assertBad(report(SOON, SOON, verdict(10, 9, 1, 0, 0, 0)));
        assertBad(report(SOON, SOON, verdict(10, 10, 0, 0, 1, 0)));
        assertBad(report(SOON, SOON, verdict(10, 10, 0, 0, 0, 1)));
        assertThat(report(never, SOON, verdict(10, 10, 0, 0, 0, 0)).document()).containsEntry("rtoMillis", null);
    }

    private static void assertBad(DrillReport report) {
        assertThat(report.result().isGood()).isFalse();
        assertThat(print(report)).contains("The drill has FAILED.");
    }

    private static DrillReport report(Optional<Duration> recovery, Optional<Duration> failback, Verdict verdict) {
        return new DrillReport(
                new DrillResult(50, Duration.ofSeconds(8), recovery, Duration.ofSeconds(3), 0, 50, failback, verdict));
    }

    private static Verdict verdict(
            long accepted, long processed, long waiting, long lost, long unexpected, long duplicates) {
        return new Verdict(
                accepted,
                processed,
                0,
                waiting,
                lost,
                unexpected,
                duplicates,
                0,
                Duration.ofSeconds(20),
                new Verdict.Latency(1, 2));
    }

    private static String print(DrillReport report) {
        StringWriter out = new StringWriter();
        report.print(new PrintWriter(out));
        return out.toString();
    }
}
