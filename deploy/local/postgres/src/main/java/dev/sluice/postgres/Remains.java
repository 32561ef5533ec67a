package dev.sluice.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a start that failed or was interrupted half-way may have left behind.
 *
 * @param data the data directory of that server
 */
record Remains(Path data) {
    private static final int ATTEMPTS = 100;
    private static final Duration PAUSE = Duration.ofMillis(50);

    static Remains of(Path data) {
        return new Remains(data);
    }

    /** Ends every process that works on the data directory, and deletes it. */
    void remove() {
        // The commands that would start a server first: then nothing new comes up.
        List<ProcessHandle> commands = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains(data.toString()))
                // What initdb starts in its turn is told the directory by its environment only.
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .toList();
        commands.forEach(ProcessHandle::destroyForcibly);
        commands.forEach(process -> process.onExit().join());
        try {
            Postmaster.of(data).kill();
        } catch (IOException thereIsNone) {
            // All the better.
        }
        delete();
    }

    private void delete() {
        // A process that was just killed may have begun a file that the walk has not seen.
        for (int attempt = 1; Files.exists(data); attempt++) {
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException | UncheckedIOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("the data of a server that did not start can't be deleted", e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
