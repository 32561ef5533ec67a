package dev.sluice.devservices.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedStartTest {
    private final SharedStart sharing = new SharedStart(Duration.ofSeconds(1));

    @Test
    void joinsWhatIsThere() {
        assertThat(sharing.join(() -> true, () -> {
                    throw new AssertionError("must not start");
                }))
                .isEmpty();
    }

    @Test
    void startsWhatIsNotThere() {
        assertThat(sharing.join(() -> false, () -> "service")).contains("service");
    }

    @Test
    void joinsWhatAnotherApplicationIsJustStarting() {
        Iterator<Boolean> answers = List.of(false, false, true).iterator();
        assertThat(sharing.join(answers::next, () -> {
                    throw new SharedStart.TakenException("taken", null);
                }))
                .isEmpty();
    }

    @Test
    void givesUpOnAPortThatStaysForeign() {
        SharedStart sharing = new SharedStart(Duration.ZERO);
        IllegalArgumentException cause = new IllegalArgumentException();
        assertThatThrownBy(() -> sharing.join(() -> false, () -> {
                    throw new SharedStart.TakenException("change the port", cause);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("change the port")
                .hasCause(cause);
    }
}
