package dev.sluice.emulator.store;

import dev.sluice.emulator.broker.BrokerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * The open file: batches go in, bodies come out. Only the {@link Committer} changes it; reading is thread-safe.
 *
 * <p>What is reclaimed: chunks of the file in which nothing is alive are written over after a while, and chunks in which
 * little is alive are emptied, a few megabytes at a time and once a second at most, after a commit.
 */
final class StoreFile implements AutoCloseable {

    private static final Logger LOG = System.getLogger(StoreFile.class.getName());
    private static final long RECLAIM_INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final int RECLAIM_BYTES = 8 << 20;
    private static final int RECLAIM_BELOW_PERCENT = 60;
    private static final int READ_ATTEMPTS = 3;

    private final StoreDirectory directory;
    private final StoreMaps maps;
    private final MessageRecord messageRecord;
    private final boolean fsync;
    private volatile boolean damaged;
    private long lastReclaim = System.nanoTime();

    StoreFile(StoreDirectory directory, StoreMaps maps, MessageRecord messageRecord, boolean fsync) {
        this.directory = directory;
        this.maps = maps;
        this.messageRecord = messageRecord;
        this.fsync = fsync;
    }

    /** Writes a batch; when this returns it survives the process, and with fsync the machine. */
    void commit(Batch batch) {
        applyMessages(batch);
        apply(batch.ids, maps.ids()::put, maps.ids()::remove);
        apply(batch.settings, maps.settings()::put, maps.settings()::remove);
        batch.entities.forEach((id, entity) -> maps.entities().put((long) id, entity.encode()));
        maps.store().commit();
        if (fsync) {
            maps.store().sync();
        }
        directory.acknowledged().write(maps.version());
    }

    /** Empties chunks in which little is alive, so that they can be written over. */
    void reclaimSpace() {
        long now = System.nanoTime();
        if (now - lastReclaim > RECLAIM_INTERVAL && !damaged) {
            maps.store().compact(RECLAIM_BELOW_PERCENT, RECLAIM_BYTES);
            // Its own cost counts as load: it must not take more than its share of the committing thread.
            lastReclaim = System.nanoTime();
        }
    }

    /**
     * The bytes of a message.
     *
     * @throws BrokerException MESSAGE_DAMAGED if they can't be read any more, STORE_FAILED if nothing can
     */
    byte[] body(long id) {
        RuntimeException cause = null;
        // A thread that was stopped for long may find the page that it was about to read written over; then the next
        // attempt takes a newer way.
        for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
            try {
                var bytes = maps.bodies().get(id);
                if (bytes != null && !RecordType.isDamaged(bytes)) {
                    return bytes;
                }
            } catch (RuntimeException e) {
                cause = e;
            }
        }
        if (maps.store().isClosed()) {
            throw new BrokerException(BrokerException.Reason.STORE_FAILED, failed(cause));
        }
        foundDamage("message body " + id + (cause == null ? " is not what was written" : ": " + cause.getMessage()));
        throw new BrokerException(BrokerException.Reason.MESSAGE_DAMAGED, "The message is damaged on disk.");
    }

    /** What to tell clients and people of a file that can't be written any more. */
    String failed(Throwable cause) {
        if (cause instanceof MVStoreException e && e.getErrorCode() == DataUtils.ERROR_FILE_CORRUPT) {
            damaged = true;
            directory.markDamaged();
        }
        return "The store " + directory.file() + " can't be used any more: " + reason(cause)
                + ". Nothing is taken or acknowledged until the emulator is restarted; what was acknowledged is kept.";
    }

    @Override
    public void close() {
        maps.close();
    }

    private void applyMessages(Batch batch) {
        var dismissed = new ArrayList<StoredBody>();
        batch.messages.forEach((key, change) -> {
            var body = change.body();
            if (change.there()) {
                if (!body.isWritten()) {
                    maps.bodies().put(body.id(), body.encoded());
                    body.written();
                }
                var record = messageRecord.encode(key, change.message(), body);
                if (maps.messages().put(key, record) == null) {
                    body.refer();
                }
            } else if (body.isWritten() && maps.messages().remove(key) != null) {
                body.dismiss();
                dismissed.add(body);
            }
        });
        // Not before all is applied: a message that moves leaves one entity and enters another.
        for (var body : dismissed) {
            if (!body.isReferred()) {
                removeBody(body.id());
            }
        }
    }

    private void removeBody(long id) {
        try {
            maps.bodies().remove(id);
        } catch (MVStoreException e) {
            if (maps.store().isClosed()) {
                throw e;
            }
            foundDamage("the page of message body " + id + ": " + e.getMessage());
        }
    }

    private void foundDamage(String what) {
        damaged = true;
        directory.markDamaged();
        LOG.log(
                Level.ERROR,
                "{0} is damaged: {1}. The message is lost; the next start saves what is whole.",
                directory.file(),
                what);
    }

    private static <K> void apply(Map<K, Batch.Value> changes, BiConsumer<K, byte[]> put, Consumer<K> remove) {
        changes.forEach((key, change) -> {
            if (change.record() == null) {
                remove.accept(key);
            } else {
                put.accept(key, change.record());
            }
        });
    }

    /** MVStore wraps causes in its own words; the innermost says what the system said. */
    private static String reason(Throwable cause) {
        if (cause == null) {
            return "it is closed";
        }
        var innermost = cause;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage() == null ? innermost : innermost.getMessage())
                .replaceAll("\\p{Cntrl}+", " ");
    }
}
