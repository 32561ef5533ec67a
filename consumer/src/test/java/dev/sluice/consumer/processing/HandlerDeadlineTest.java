package dev.sluice.consumer.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.telemetry.MessageSpans;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandlerDeadlineTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private HandlerDeadline deadline;

    @AfterEach
    void close() {
        deadline.close();
        assertThat(Thread.interrupted()).as("left behind").isFalse();
    }

    @Test
    void workThatHangsIsInterrupted() {
        assertThatThrownBy(() -> handle(SHORT, (order, connection) -> new CountDownLatch(1).await()))
                .isInstanceOf(HandlerTimeoutException.class)
                .hasMessageContaining("sluice.handler.timeout");
    }

    @Test
    void workThatOnlySwallowsTheInterruptHasFailedAsWell() {
        assertThatThrownBy(() -> handle(SHORT, (order, connection) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException swallowed) {
                        // and then it goes on as if nothing had been
                    }
                }))
                .isInstanceOf(HandlerTimeoutException.class);
    }

    @Test
    void workThatNeverLooksAtTheInterruptHasFailedAsWell() {
        assertThatThrownBy(() -> handle(SHORT, (order, connection) -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                }))
                .isInstanceOf(HandlerTimeoutException.class);
    }

    @Test
    void quickWorkIsLeftAlone() {
        assertThatCode(() -> handle(Duration.ofMinutes(1), (order, connection) -> {}))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> handle(Duration.ofMinutes(1), (order, connection) -> {
                    throw new OrderRefusedException("no");
                }))
                .isInstanceOf(OrderRefusedException.class);
    }

    @Test
    void whatItTakesIsMeasuredApartFromWhatFails() throws Exception {
        handle(Duration.ofMinutes(1), (order, connection) -> {});
        assertThatThrownBy(() -> handle(Duration.ofMinutes(1), (order, connection) -> {
                    throw new OrderRefusedException("no");
                }))
                .isInstanceOf(OrderRefusedException.class);
        assertThatThrownBy(() -> handle(SHORT, (order, connection) -> {
                    while (!Thread.interrupted()) {
                        Thread.onSpinWait();
                    }
                }))
                .isInstanceOf(HandlerTimeoutException.class);

        Timer returned =
                metrics.get("sluice.handler.time").tag("result", "returned").timer();
        Timer failed =
                metrics.get("sluice.handler.time").tag("result", "failed").timer();
        assertThat(returned.count()).isOne();
        assertThat(failed.count()).isEqualTo(2);
        assertThat(failed.max(TimeUnit.NANOSECONDS)).isGreaterThanOrEqualTo(SHORT.toNanos());
    }

    private void handle(Duration timeout, OrderHandler handler) throws Exception {
        deadline = new HandlerDeadline(
                handler,
                new HandlerConfig() {
                    @Override
                    public Duration timeout() {
                        return timeout;
                    }

                    @Override
                    public Duration simulatedTime() {
                        return Duration.ZERO;
                    }
                },
                new MessageSpans(OpenTelemetry.noop()),
                metrics);
        deadline.handle(null, null);
    }
}
