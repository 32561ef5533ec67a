package dev.sluice.loadtest.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.ledger.Verdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestFiguresTest {
    @Test
    void whatWasAcceptedAndIsNotOnTheBusIsLost() {
        Verdict verdict = IngestFigures.verdict(100, 0, 97);
        assertThat(verdict.waiting()).isEqualTo(97);
        assertThat(verdict.lost()).isEqualTo(3);
        assertThat(verdict.unexpected()).isZero();
    }

    @Test
    void ordersWithoutAClearAnswerMayBeOnTheBusAndOthersMayNot() {
        assertThat(IngestFigures.verdict(100, 5, 105).unexpected()).isZero();
        assertThat(IngestFigures.verdict(100, 5, 100).lost()).isZero();
        assertThat(IngestFigures.verdict(100, 5, 107).unexpected()).isEqualTo(2);
    }

    @Test
    void batchesAreSummedOverAllTheirSenders() {
        String metrics = """
                # TYPE sluice_send_batch_messages summary
                sluice_send_batch_messages_count{namespace="primary"} 3
                sluice_send_batch_messages_count{namespace="secondary"} 1
                sluice_send_batch_messages_sum{namespace="primary"} 30.0
                sluice_send_batch_messages_max{namespace="primary"} 20.0
                """;
        assertThat(Batches.sum(metrics, "sluice_send_batch_messages_count")).isEqualTo(4);
        assertThat(Batches.sum(metrics, "sluice_send_batch_messages_sum")).isEqualTo(30);
        assertThat(Batches.sum(metrics, "sluice_send")).isZero();
    }

    @Test
    void aStepIsNoPointInTimeAndSaysAcceptedPerSecond() {
        Step step = new Step(Server.BASELINE, 100, Map.of("seconds", 2.0, "accepted", 150.0, "p99Millis", 3.5));
        assertThat(step.keepsUp()).isFalse();
        assertThat(step.point(Map.of("batch", 2.5)))
                .doesNotContainKey("seconds")
                .containsEntry("server", "baseline")
                .containsEntry("offered", 100)
                .containsEntry("accepted", 75L)
                .containsEntry("p99Millis", 3.5)
                .containsEntry("batch", 2.5);
    }
}
