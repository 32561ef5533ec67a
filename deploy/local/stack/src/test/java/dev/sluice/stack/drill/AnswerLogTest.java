package dev.sluice.stack.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.ledger.Answered;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerLogTest {
    /** Where the clock's numbers turn negative. */
    private static final long CUT = Long.MAX_VALUE - 50;

    private final AnswerLog log = new AnswerLog();

    @Test
    void theFirstAcceptedIsThatOfAnOrderThatWasPostedAfterTheCut() {
        assertThat(log.firstAcceptedAfter(CUT)).isEmpty();
        log.accept(new Answered(CUT - 5, CUT + 1, 202));
        log.accept(new Answered(CUT + 1, CUT + 10, 503));
        log.accept(new Answered(CUT + 2, CUT + 20, Answered.NONE));
        assertThat(log.firstAcceptedAfter(CUT)).isEmpty();

        log.accept(new Answered(CUT + 3, CUT + 200, 202));
        log.accept(new Answered(CUT + 60, CUT + 100, 202));

        assertThat(log.firstAcceptedAfter(CUT)).contains(Duration.ofNanos(100));
        assertThat(log.slowestAccepted()).isEqualTo(Duration.ofNanos(197));
        assertThat(log.notAccepted()).isEqualTo(2);
    }
}
