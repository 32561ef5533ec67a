package dev.sluice.consumer.processing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.processing.Outcome.Park;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    @Test
    void aDescriptionIsCutToWhatServiceBusTakes() {
        assertThat(new Park("r", "x".repeat(5000)).description()).hasSize(4096).endsWith("x…");
        assertThat(new Park("r", "short").description()).isEqualTo("short");
    }
}
