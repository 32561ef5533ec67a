package dev.sluice.stack.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private final Throughput throughput = new Throughput();

    @Test
    void whatWasThereBeforeTheFirstReadingIsNoRate() {
        read(1000, 1);
        assertThat(throughput.total()).isEqualTo(1000);
        assertThat(throughput.perSecond()).isZero();
    }

    @Test
    void isTheGrowthOverTheTimeThatWasNeeded() {
        read(10, 100);
        assertThat(read(40, 102)).isEqualTo(30);
        assertThat(throughput.perSecond()).isEqualTo(15);
    }

    @Test
    void forgetsWhatIsLongerAgoThanItsWindow() {
        for (int second = 0; second <= 20; second++) {
            read(second * 100, second);
        }
        for (int second = 21; second <= 22; second++) {
            read(2000, second);
        }
        assertThat(throughput.perSecond()).as("three of the last five seconds").isEqualTo(60);
        for (int second = 23; second <= 25; second++) {
            read(2000, second);
        }
        assertThat(throughput.perSecond()).isZero();
    }

    private double read(double reading, long second) {
        return throughput.read(reading, TimeUnit.SECONDS.toNanos(second));
    }
}
