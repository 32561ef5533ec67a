package dev.sluice.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SharedAttemptTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<CompletableFuture<Void>> begun = new ArrayList<>();
    private final SharedAttempt shared = new SharedAttempt(() -> {
        begun.add(new CompletableFuture<>());
        return begun.get(begun.size() - 1);
    });

    @Test
    void whoComesWhileAnAttemptGoesOnSharesIt() {
        CompletableFuture<Void> first = shared.within(LONG);
        CompletableFuture<Void> second = shared.within(LONG);
        assertThat(begun).hasSize(1);
        begun.get(0).complete(null);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void whosePatienceIsOverLeavesTheAttemptToTheNext() {
        assertThatThrownBy(shared.within(Duration.ofMillis(1))::join).hasCauseInstanceOf(TimeoutException.class);
        assertThat(begun.get(0)).isNotDone();
        CompletableFuture<Void> next = shared.within(LONG);
        assertThat(begun).hasSize(1);
        begun.get(0).complete(null);
        assertThat(next).isCompleted();
    }

    @Test
    void anAttemptThatIsOverIsNotAskedAgain() {
        CompletableFuture<Void> failing = shared.within(LONG);
        begun.get(0).completeExceptionally(new IllegalStateException("away"));
        assertThat(failing).isCompletedExceptionally();
        CompletableFuture<Void> next = shared.within(LONG);
        assertThat(begun).hasSize(2);
        assertThat(next).isNotDone();
    }
}
