package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassArchiveTest {
    private static final String STACK =
            "7ffd1c0e8000-7ffd1c109000 rw-p 00000000 00:00 0                          [stack]";
    private static final String OWN =
            "7f777fbc7000-7f777fc20000 rw-p 00001000 fe:00 2156109                    /srv/app/classes-17.0.15+6.jsa";
    private static final String ANOTHER =
            "7ffb00000-7ffb75000 rw-p 00c77000 fe:00 328258                           /opt/jdk/lib/server/classes.jsa";

    @Test
    void anArchiveInMemoryIsTaken() {
        assertThat(ClassArchive.isAmong(Stream.of(STACK, ANOTHER, OWN), "classes-17.0.15+6.jsa"))
                .isTrue();
    }

    @Test
    void theJvmsOwnArchiveIsNotOurs() {
        assertThat(ClassArchive.isAmong(Stream.of(STACK, ANOTHER), "classes-17.0.15+6.jsa"))
                .isFalse();
    }
}
