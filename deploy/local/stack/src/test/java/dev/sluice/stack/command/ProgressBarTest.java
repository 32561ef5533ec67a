package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void showsWhatIsThroughUnderWayAndToCome() {
        assertThat(ProgressBar.line(1000, 500, 250))
                .isEqualTo("[#######========...............] 500 accepted, 250 through of 1,000");
    }

    @Test
    void keepsItsWidthWhenMoreIsThroughThanWasPosted() {
        assertThat(ProgressBar.line(10, 10, 12)).startsWith("[##############################]");
        assertThat(ProgressBar.line(10, 0, 10)).startsWith("[##############################]");
    }

    @Test
    void survivesTheLargestNumberOfOrders() {
        assertThat(ProgressBar.line(1_000_000, 999_999, 999_999)).startsWith("[#############################.]");
    }
}
