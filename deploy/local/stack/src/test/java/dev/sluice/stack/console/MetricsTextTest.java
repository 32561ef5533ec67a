package dev.sluice.stack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MetricsTextTest {
    private static final String TEXT = """
            # HELP sluice_orders_processed_total messages
            # TYPE sluice_orders_processed_total counter
            sluice_orders_processed_total{outcome="done"} 12.0
            sluice_orders_processed_total{outcome="retry"} 3.0
            sluice_orders_retried_total{cause="failure, {or not}",} 1.5E1 1700000000000
            sluice_functions_in_hand 4
            jvm_threads_states_threads{state="runnable"} this is not ours
            """;

    @Test
    void addsUpWhatIsAskedFor() {
        MetricsText metrics = MetricsText.parse(TEXT);
        assertThat(metrics.sum("sluice_orders_processed_total")).isEqualTo(15);
        assertThat(metrics.sum("sluice_orders_processed_total", "outcome=\"done\""))
                .isEqualTo(12);
        assertThat(metrics.sum("sluice_orders_retried_total")).isEqualTo(15);
        assertThat(metrics.sum("sluice_functions_in_hand")).isEqualTo(4);
        assertThat(metrics.sum("sluice_orders_processed"))
                .as("no other metric's name begins it")
                .isZero();
    }

    @Test
    void whatCantBeReadIsSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MetricsText.parse("sluice_broken"))
                .withMessageContaining("sluice_broken");
    }
}
