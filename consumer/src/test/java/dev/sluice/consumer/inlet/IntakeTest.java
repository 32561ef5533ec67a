package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Intake<String> intake = new Intake<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void drainsUntilWhatIsInHandHasEnded() {
        intake.enter();
        CompletableFuture<Boolean> drained = drain(LONG);

        assertThat(intake.enter()).isFalse();
        assertThat(drained).isNotDone();
        intake.leave();

        assertThat(drained.join()).isTrue();
    }

    @Test
    void whatComesTooLateIsHeldUntilTheLinkIsClosed() {
        drain(LONG).join();
        CompletableFuture<Void> late = run(() -> {
            intake.hold("late");
            return null;
        });

        await().until(() -> threadsWait());
        assertThat(late).isNotDone();

        assertThat(intake.close()).containsExactly("late");
        late.join();
    }

    @Test
    void whatCannotEndNowCountsAsEndedAndIsHeld() {
        intake.enter();
        run(() -> {
            intake.leaveAndHold("in hand");
            return null;
        });
        await().until(() -> intake.inHand() == 0);

        assertThat(drain(LONG).join()).isTrue();
        assertThat(intake.close()).containsExactly("in hand");
    }

    @Test
    void doesNotWaitForLongerThanTheGrace() {
        intake.enter();

        assertThat(drain(Duration.ofMillis(10)).join()).isFalse();
    }

    private CompletableFuture<Boolean> drain(Duration grace) {
        CompletableFuture<Boolean> drained = run(() -> intake.drain(grace));
        await().until(() -> !intake.isOpen());
        return drained;
    }

    private boolean threadsWait() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("pool") && thread.getState() == Thread.State.WAITING);
    }

    private <T> CompletableFuture<T> run(Callable<T> task) {
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
