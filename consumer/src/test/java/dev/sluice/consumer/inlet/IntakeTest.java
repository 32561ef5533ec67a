package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Intake intake = new Intake();
    private final AtomicInteger givenBack = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void drainsWhatIsInHandBeforeAnythingIsGivenBack() throws Exception {
        intake.enter();
        CompletableFuture<Boolean> drained = drain(LONG);
        CompletableFuture<Boolean> late = arrive();

        assertThat(givenBack).hasValue(0);
        assertThat(drained).isNotDone();

        intake.leave();

        assertThat(drained.get()).isTrue();
        assertThat(late.get()).isTrue();
        assertThat(givenBack).hasValue(1);
    }

    @Test
    void whatArrivesAfterTheReleaseWaitsForTheLinkToClose() throws Exception {
        drain(LONG).get();
        CompletableFuture<Boolean> later = arrive();

        assertThat(later).isNotDone();
        intake.closed();

        assertThat(later.get()).isFalse();
        assertThat(givenBack).hasValue(0);
    }

    @Test
    void whatCannotEndIsGivenBackWithTheRest() throws Exception {
        intake.enter();
        CompletableFuture<Void> waiting = run(() -> {
            intake.leaveAndAwaitRelease();
            givenBack.incrementAndGet();
            intake.released();
            return null;
        });
        await().until(() -> intake.inHand() == 0);
        assertThat(waiting).isNotDone();

        assertThat(drain(LONG).get()).isTrue();
        waiting.get();
        assertThat(givenBack).hasValue(1);
    }

    @Test
    void doesNotWaitForLongerThanTheGrace() throws Exception {
        intake.enter();

        assertThat(drain(Duration.ofMillis(10)).get()).isFalse();
    }

    private CompletableFuture<Boolean> drain(Duration grace) {
        CompletableFuture<Boolean> drained = run(() -> intake.drain(grace));
        await().until(() -> !intake.isOpen());
        return drained;
    }

    /** A message that comes once the intake is stopping; true if it was given back. */
    private CompletableFuture<Boolean> arrive() throws InterruptedException {
        assertThat(intake.enter()).isFalse();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        CompletableFuture<Boolean> end = run(() -> {
            thread.complete(Thread.currentThread());
            boolean release = intake.awaitRelease();
            if (release) {
                givenBack.incrementAndGet();
                intake.released();
            }
            return release;
        });
        await().until(() -> thread.join().getState() == Thread.State.WAITING || end.isDone());
        return end;
    }

    private <T> CompletableFuture<T> run(java.util.concurrent.Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
