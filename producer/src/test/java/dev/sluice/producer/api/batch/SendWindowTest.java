package dev.sluice.producer.api.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.producer.api.Submission;
import dev.sluice.producer.api.Submission.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SendWindowTest {
    private static final Duration NO_PATIENCE = Duration.ZERO;

    @Test
    void aPlaceIsFreeAgainWhenItsOrderIsThrough() {
        SendWindow window = new SendWindow(1, NO_PATIENCE);
        CompletableFuture<Submission> order = new CompletableFuture<>();

        assertThat(window.enter()).isTrue();
        window.send(() -> order);
        order.complete(became(Outcome.ACCEPTED));

        assertThat(window.enter()).isTrue();
    }

    @Test
    void givesUpWhenPatienceHasRunOut() {
        SendWindow window = new SendWindow(1, NO_PATIENCE);

        assertThat(window.enter()).isTrue();
        assertThat(window.enter()).isFalse();
    }

    @Test
    void onceGivenUpItStaysSo() {
        SendWindow window = new SendWindow(1, NO_PATIENCE);
        CompletableFuture<Submission> order = new CompletableFuture<>();
        window.enter();
        window.send(() -> order);
        window.enter();

        order.complete(became(Outcome.ACCEPTED));

        assertThat(window.enter()).isFalse();
    }

    @Test
    void triesNoMoreOrdersOnceServiceBusIsUnavailable() {
        SendWindow window = new SendWindow(8, NO_PATIENCE);
        window.enter();
        window.send(() -> CompletableFuture.completedFuture(became(Outcome.UNAVAILABLE)));

        assertThat(window.enter()).isFalse();
    }

    @Test
    void aRefusedOrderSaysNothingAboutTheNext() {
        SendWindow window = new SendWindow(8, NO_PATIENCE);
        window.enter();
        window.send(() -> CompletableFuture.completedFuture(became(Outcome.REFUSED)));

        assertThat(window.enter()).isTrue();
    }

    private static Submission became(Outcome outcome) {
        return new Submission(outcome, null, null, null, null);
    }
}
