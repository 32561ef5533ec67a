package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictReportTest {
    private static final LoadResult ALL_ACCEPTED = new LoadResult(10, 0, 0, List.of());

    @Test
    void isGoodWhenEveryOrderIsThroughOnce() {
        assertThat(report(10, verdict(10, 0, 0, 0, 0)).isGood()).isTrue();
    }

    @Test
    void isBadWhenAnythingIsMissingDoubledOrFromNowhere() {
        assertThat(report(10, verdict(9, 0, 1, 0, 0)).isGood()).as("lost").isFalse();
        assertThat(report(10, verdict(10, 0, 0, 1, 0)).isGood())
                .as("unexpected")
                .isFalse();
        assertThat(report(10, verdict(10, 0, 0, 0, 1)).isGood())
                .as("duplicates")
                .isFalse();
        assertThat(report(10, verdict(9, 1, 0, 0, 0)).isGood()).as("waiting").isFalse();
        assertThat(report(10, new Verdict(10, 9, 1, 0, 0, 0, 0, 0, Duration.ZERO, new Verdict.Latency(0, 0)))
                        .isGood())
                .as("parked")
                .isFalse();
        assertThat(report(11, verdict(10, 0, 0, 0, 0)).isGood())
                .as("not all accepted")
                .isFalse();
    }

    @Test
    void writesExactlyTheseFields() throws IOException {
        assertThat(new ObjectMapper()
                        .writeValueAsString(report(10, verdict(8, 0, 2, 3, 4)).document()))
                .isEqualTo("{\"accepted\":10,\"processed\":8,\"parked\":0,\"waiting\":0,\"lost\":2,\"unexpected\":3,"
                        + "\"duplicates\":4,\"recovered\":5,\"seconds\":2.5,\"ordersPerSecond\":3.2,"
                        + "\"endToEndMillis\":{\"p50\":12,\"p99\":34}}");
    }

    @Test
    void showsAnswersThatWereNotAccepted() {
        StringWriter text = new StringWriter();
        new VerdictReport(10, new LoadResult(9, 1, 0, List.of("400 no such customer")), verdict(9, 0, 0, 0, 0))
                .print(new PrintWriter(text));
        assertThat(text.toString()).contains("400 no such customer").contains("NOT every order");
    }

    private static VerdictReport report(int orders, Verdict verdict) {
        return new VerdictReport(orders, ALL_ACCEPTED, verdict);
    }

    private static Verdict verdict(long processed, long waiting, long lost, long unexpected, long duplicates) {
        return new Verdict(
                processed + waiting + lost,
                processed,
                0,
                waiting,
                lost,
                unexpected,
                duplicates,
                5,
                Duration.ofMillis(2500),
                new Verdict.Latency(12, 34));
    }
}
