package dev.sluice.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DatabaseGateTest {
    private final DatabaseGate gate = new DatabaseGate();

    @Test
    void isClosedAtFirst() throws Exception {
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.awaitOpen(Duration.ofMillis(1))).isFalse();
        assertThat(gate.closedFor()).isPositive();
    }

    @Test
    void letsGoWhoWaits() throws Exception {
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return gate.awaitOpen(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        gate.open();

        assertThat(waiting.get()).isTrue();
        assertThat(gate.closedFor()).isZero();
    }

    @Test
    void theTimeOfAnOutageStartsWithItsFirstSign() throws Exception {
        gate.open();
        gate.close("first");
        Duration before = gate.closedFor();
        gate.close("second");

        assertThat(gate.closedFor()).isGreaterThanOrEqualTo(before);
        assertThat(gate.reason()).isEqualTo("second");
        assertThat(gate.awaitClosed(Duration.ZERO)).isTrue();
    }
}
