package dev.sluice.emulator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** Copies what is whole of a damaged file into a new one. The damaged file is only read. */
final class Salvage {

    private static final int HEADER = 2 * 4096;
    private static final int COMMIT_EVERY = 2_000;

    private final StoreDirectory directory;
    private final Map<String, Long> lost = new TreeMap<>();
    private long kept;

    Salvage(StoreDirectory directory) {
        this.directory = directory;
    }

    /** Says what was saved and what was lost; null if there is nothing to save. */
    String run() throws IOException {
        Files.deleteIfExists(directory.salvaged());
        var borrowed = Path.of(directory.salvaged() + ".header");
        try (var damaged = openDamaged(borrowed)) {
            if (damaged == null) {
                return null;
            }
            try (var target = StoreMaps.open(directory.salvaged().toString())) {
                target.store().setStoreVersion(StoreMaps.FORMAT);
                copy(damaged, target);
                target.store().commit();
                target.store().sync();
            }
            return report(damaged);
        } finally {
            Files.deleteIfExists(borrowed);
        }
    }

    private StoreMaps openDamaged(Path borrowed) throws IOException {
        try {
            return usable(StoreMaps.openDamaged(directory.file().toString()));
        } catch (MVStoreException e) {
            if (e.getErrorCode() != DataUtils.ERROR_FILE_CORRUPT) {
                return null;
            }
        } catch (IllegalStateException | IndexOutOfBoundsException | OutOfMemoryError e) {
            return null;
        }
        // Perhaps only the header is gone. It says nothing that the rest does not, so that of any other file will do.
        try {
            Files.copy(directory.file(), borrowed, StandardCopyOption.REPLACE_EXISTING);
            borrowHeader(borrowed);
            return usable(StoreMaps.openDamaged(borrowed.toString()));
        } catch (IllegalStateException | IndexOutOfBoundsException | OutOfMemoryError e) {
            return null;
        }
    }

    private StoreMaps usable(StoreMaps maps) {
        if (Census.of(maps).entities().isEmpty()) {
            maps.store().closeImmediately();
            return null;
        }
        return maps;
    }

    private void borrowHeader(Path damaged) throws IOException {
        var empty = directory.salvaged();
        StoreMaps.open(empty.toString()).store().closeImmediately();
        try (var from = FileChannel.open(empty, StandardOpenOption.READ);
                var to = FileChannel.open(damaged, StandardOpenOption.WRITE)) {
            var header = ByteBuffer.allocate(HEADER);
            from.read(header, 0);
            to.write(header.flip(), 0);
        }
        Files.delete(empty);
    }

    private void copy(StoreMaps damaged, StoreMaps target) {
        var entities = Census.of(damaged).entities();
        entities.forEach((id, entity) -> target.entities().put((long) id, entity.encode()));
        for (var entries = damaged.settings().cursor(null); entries.hasNext(); ) {
            var name = entries.next();
            if (!RecordType.isDamaged(entries.getValue())) {
                target.settings().put(name, entries.getValue());
            }
        }
        for (var entries = damaged.ids().cursor(null); entries.hasNext(); ) {
            long key = entries.next();
            if (!RecordType.isDamaged(entries.getValue())) {
                target.ids().put(key, entries.getValue());
            }
        }
        for (var entries = damaged.messages().cursor(null); entries.hasNext(); ) {
            long key = entries.next();
            if (copyMessage(key, entries.getValue(), damaged, target)) {
                kept++;
            } else {
                var entity = entities.get(Keys.entity(key));
                lost.merge(entity == null ? "(unknown)" : entity.path(), 1L, Long::sum);
            }
            if (kept % COMMIT_EVERY == 0) {
                target.store().commit();
            }
        }
    }

    private static boolean copyMessage(long key, byte[] record, StoreMaps damaged, StoreMaps target) {
        if (RecordType.isDamaged(record)) {
            return false;
        }
        long id = MessageRecord.bodyId(record);
        var body = damaged.bodies().get(id);
        if (body == null || RecordType.isDamaged(body)) {
            return false;
        }
        target.bodies().put(id, body);
        target.messages().put(key, record);
        return true;
    }

    private String report(StoreMaps damaged) {
        long total = damaged.messages().sizeAsLong();
        long unnamed =
                total - kept - lost.values().stream().mapToLong(Long::longValue).sum();
        if (unnamed > 0) {
            lost.put("(unknown)", unnamed + lost.getOrDefault("(unknown)", 0L));
        }
        return kept + " of " + total + " messages are whole and kept"
                + (lost.isEmpty() ? "." : "; lost, by entity: " + lost + ".");
    }
}
