package dev.sluice.emulator.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The data directory: who holds it, and the names of the files in it. */
final class StoreDirectory implements AutoCloseable {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Path path;
    private final DirectoryLock lock;
    private final Acknowledged acknowledged;

    private StoreDirectory(Path path, DirectoryLock lock, Acknowledged acknowledged) {
        this.path = path;
        this.lock = lock;
        this.acknowledged = acknowledged;
    }

    /** Makes the directory if it is not there, and takes it; a StoreException says why that can't be. */
    static StoreDirectory take(Path given) {
        DirectoryLock lock = null;
        try {
            var path = Files.createDirectories(given).toRealPath();
            lock = DirectoryLock.take(path);
            var directory = new StoreDirectory(path, lock, new Acknowledged(path.resolve("acknowledged")));
            lock = null;
            return directory;
        } catch (IOException e) {
            throw new StoreException(
                    "can't use " + given + " as the data directory: " + e
                            + "; it must be a directory that can be written",
                    e);
        } finally {
            release(lock);
        }
    }

    Path file() {
        return path.resolve("messages.mv");
    }

    /** Where a salvaged store is written before it takes the damaged one's place. */
    Path salvaged() {
        return path.resolve("messages.mv.salvaged");
    }

    /** Where a damaged store is kept. */
    Path damagedCopy() {
        return path.resolve("messages.mv.damaged-" + TIMESTAMP.format(Instant.now()));
    }

    Acknowledged acknowledged() {
        return acknowledged;
    }

    boolean isMarkedDamaged() {
        return Files.exists(mark());
    }

    /** Makes the next start salvage what is whole. */
    void markDamaged() {
        try {
            Files.write(mark(), new byte[0]);
        } catch (IOException e) {
            // A full disk, most likely. The damage will be found again.
            System.getLogger(StoreDirectory.class.getName()).log(System.Logger.Level.WARNING, "{0}", e.toString());
        }
    }

    void unmarkDamaged() throws IOException {
        Files.deleteIfExists(mark());
    }

    /** Sees to it that files which were just made are found after a power loss. */
    void sync() {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            acknowledged.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            release(lock);
        }
    }

    private Path mark() {
        return path.resolve("messages.mv.is-damaged");
    }

    private static void release(DirectoryLock lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }
}
