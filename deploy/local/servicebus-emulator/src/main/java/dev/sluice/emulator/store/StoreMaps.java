package dev.sluice.emulator.store;

import java.util.Set;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The maps of a store.
 *
 * @param store what they are in
 * @param bodies the encoded messages, by a number that grows; written once, removed once
 * @param messages all else about messages, by {@link Keys}; small, and written again at every change
 * @param ids message ids that duplicate detection remembers, by the {@link Keys} of the message that brought them
 * @param entities entities, by their number
 * @param settings what entities keep under names of their own
 */
record StoreMaps(
        MVStore store,
        MVMap<Long, byte[]> bodies,
        MVMap<Long, byte[]> messages,
        MVMap<Long, byte[]> ids,
        MVMap<Long, byte[]> entities,
        MVMap<String, byte[]> settings)
        implements AutoCloseable {

    /** What is written into the file; other numbers are refused. */
    static final int FORMAT = 1;

    private static final Set<String> NAMES = Set.of("bodies", "messages", "ids", "entities", "settings");

    private static final int CACHE_MEGABYTES = 16;

    // How long what is dead in the file is left alone: a reader may be on its way there, and a file that lost its end
    // can be taken back by so much.
    private static final int RETENTION_MILLIS = 5_000;

    /** Opens a file, or makes it; throws MVStoreException, also if it has some of the maps only. */
    static StoreMaps open(String file) {
        var store = builder(file).open();
        var there = store.getMapNames();
        if (!there.isEmpty() && !there.containsAll(NAMES)) {
            store.closeImmediately();
            throw new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, "of " + NAMES + " only " + there + " are in it");
        }
        return of(store);
    }

    /** Opens a damaged file to read what can be read: a page that can't is empty. */
    static StoreMaps openDamaged(String file) {
        return of(builder(file).recoveryMode().readOnly().open());
    }

    private static MVStore.Builder builder(String file) {
        // MVStore must commit when told to and at no other time, or half an operation would be kept.
        return new MVStore.Builder().fileName(file).autoCommitDisabled().cacheSize(CACHE_MEGABYTES);
    }

    private static StoreMaps of(MVStore store) {
        try {
            store.setRetentionTime(RETENTION_MILLIS);
            return new StoreMaps(
                    store,
                    numbered(store, "bodies"),
                    numbered(store, "messages"),
                    numbered(store, "ids"),
                    numbered(store, "entities"),
                    store.openMap(
                            "settings",
                            new MVMap.Builder<String, byte[]>()
                                    .keyType(StringDataType.INSTANCE)
                                    .valueType(RecordType.INSTANCE)));
        } catch (RuntimeException | OutOfMemoryError e) {
            store.closeImmediately();
            throw e;
        }
    }

    private static MVMap<Long, byte[]> numbered(MVStore store, String name) {
        return store.openMap(
                name,
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(RecordType.INSTANCE));
    }

    /** The version that was committed last. */
    long version() {
        return store.getFileStore().lastChunkVersion();
    }

    /** Commits what is not, and closes the file. */
    @Override
    public void close() {
        store.close();
    }
}
