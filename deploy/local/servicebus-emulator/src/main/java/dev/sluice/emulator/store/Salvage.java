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
import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

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
        var damaged = tryToOpen(directory.file());
        if (damaged != null) {
            return damaged;
        }
        // Perhaps only the header is gone. It says nothing that the rest does not, so that of any other file will do.
        Files.copy(directory.file(), borrowed, StandardCopyOption.REPLACE_EXISTING);
        borrowHeader(borrowed);
        return tryToOpen(borrowed);
    }

    /** Null if nothing can be read: what MVStore throws then depends on where the damage is. */
    private static StoreMaps tryToOpen(Path file) {
        try {
            return usable(StoreMaps.openDamaged(file.toString()));
        } catch (RuntimeException | OutOfMemoryError e) {
            return null;
        }
    }

    private static StoreMaps usable(StoreMaps maps) {
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
        copy(damaged.settings(), target.settings());
        copy(damaged.ids(), target.ids());
        readable(damaged.messages(), (found, record) -> {
            // The map's own key is not under a checksum.
            long key = RecordType.isDamaged(record) ? found : MessageRecord.key(record);
            var entity = entities.get(Keys.entity(key));
            if (entity != null && copyMessage(key, record, damaged, target)) {
                kept++;
            } else {
                lost.merge(entity == null ? "(unknown)" : entity.path(), 1L, Long::sum);
            }
            if (kept % COMMIT_EVERY == 0) {
                target.store().commit();
            }
        });
    }

    private static <K> void copy(MVMap<K, byte[]> damaged, MVMap<K, byte[]> target) {
        readable(damaged, (key, value) -> {
            if (!RecordType.isDamaged(value)) {
                target.put(key, value);
            }
        });
    }

    private static boolean copyMessage(long key, byte[] record, StoreMaps damaged, StoreMaps target) {
        if (RecordType.isDamaged(record)) {
            return false;
        }
        long id = MessageRecord.bodyId(record);
        var body = body(id, damaged);
        if (body == null || RecordType.isDamaged(body)) {
            return false;
        }
        target.bodies().put(id, body);
        target.messages().put(key, record);
        return true;
    }

    private static byte[] body(long id, StoreMaps damaged) {
        try {
            return damaged.bodies().get(id);
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Goes through a map as far as it can be read. */
    private static <K> void readable(MVMap<K, byte[]> map, BiConsumer<K, byte[]> each) {
        var entries = map.cursor(null);
        while (advance(entries)) {
            each.accept(entries.getKey(), entries.getValue());
        }
    }

    private static boolean advance(Cursor<?, ?> entries) {
        try {
            boolean more = entries.hasNext();
            if (more) {
                entries.next();
            }
            return more;
        } catch (RuntimeException e) {
            // What MVStore throws depends on where the damage is; what follows is counted as lost.
            return false;
        }
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
