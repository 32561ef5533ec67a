package dev.sluice.emulator.store;

import dev.sluice.emulator.broker.Body;

/** A message's bytes on disk; in memory only from their arrival until the commit that they are part of. */
final class StoredBody implements Body {

    private final StoreFile file;
    private final long id;
    private final int size;
    private volatile byte[] unwritten;
    private volatile boolean shared;

    // Of the committing thread: how many messages on disk refer to it.
    private int references;

    private StoredBody(StoreFile file, long id, int size, byte[] unwritten) {
        this.file = file;
        this.id = id;
        this.size = size;
        this.unwritten = unwritten;
    }

    /** Bytes that are to be written. */
    static StoredBody arrived(StoreFile file, long id, byte[] encoded) {
        return new StoredBody(file, id, encoded.length, encoded);
    }

    /** Bytes that are on disk. */
    static StoredBody written(StoreFile file, long id, int size) {
        return new StoredBody(file, id, size, null);
    }

    @Override
    public byte[] encoded() {
        var bytes = unwritten;
        return bytes != null ? bytes : file.body(id);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Body held() {
        return Body.of(encoded());
    }

    /** Says that messages of several entities refer to it, or may. */
    void share() {
        shared = true;
    }

    boolean isShared() {
        return shared;
    }

    long id() {
        return id;
    }

    boolean isWritten() {
        return unwritten == null;
    }

    /** From now on the bytes come from the disk. */
    void written() {
        unwritten = null;
    }

    void refer() {
        references++;
    }

    void dismiss() {
        references--;
    }

    boolean isReferred() {
        return references > 0;
    }
}
