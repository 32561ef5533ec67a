package dev.sluice.loadtest.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Has a process believe in another time, by libfaketime (package {@code libfaketime} of Debian). */
final class FakeClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private FakeClock() {}

    /** The library, where it is installed; the one that is safe with threads. */
    static Optional<Path> library() {
        try (Stream<Path> systems = Files.list(LIBRARIES)) {
            return systems.map(system -> system.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /**
     * The environment of a process whose clock is ahead; its stopwatches run as they should.
     *
     * @throws IllegalStateException if the library is not installed
     */
    static Map<String, String> ahead(Duration ahead) {
        Path library = library()
                .orElseThrow(() ->
                        new IllegalStateException("'clock-ahead' needs libfaketime: apt-get install libfaketime"));
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME",
                "+" + ahead.toSeconds() + "s",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // With its fix for monotonic clocks a JVM never returns from its first timed wait.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }
}
