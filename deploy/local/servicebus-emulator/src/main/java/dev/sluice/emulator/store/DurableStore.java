package dev.sluice.emulator.store;

import dev.sluice.emulator.broker.Body;
import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.EntityStore;
import dev.sluice.emulator.broker.MessageStore;
import dev.sluice.emulator.broker.PropertyCodec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A broker's state in a directory, for one broker at a time. Thread-safe. */
public final class DurableStore implements MessageStore, AutoCloseable {

    private static final Logger LOG = System.getLogger(DurableStore.class.getName());

    private final StoreDirectory directory;
    private final StoreMaps maps;
    private final StoreFile file;
    private final MessageRecord messageRecord;
    private final Committer committer;
    private final Census census;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Long, StoredBody> shared = new HashMap<>();
    private final AtomicInteger lastEntity = new AtomicInteger();
    private final AtomicLong lastBody;
    private boolean closed;

    private DurableStore(StoreDirectory directory, Opening.Opened opened, boolean fsync, PropertyCodec properties) {
        this.directory = directory;
        maps = opened.maps();
        census = opened.census();
        messageRecord = new MessageRecord(properties);
        file = new StoreFile(directory, maps, messageRecord, fsync);
        census.entities().forEach((number, entity) -> {
            numbers.put(key(entity.path()), number);
            lastEntity.accumulateAndGet(number, Math::max);
        });
        census.sharedBodies().forEach((id, known) -> {
            var body = StoredBody.written(file, id, known.size());
            body.share();
            for (int i = 0; i < known.references(); i++) {
                body.refer();
            }
            shared.put(id, body);
        });
        lastBody = new AtomicLong(census.lastBody());
        committer = new Committer(file);
    }

    /**
     * Opens the store of a directory, or makes both.
     *
     * @param directory where the files are
     * @param fsync whether what is kept survives the machine as well, and not only the process
     * @param properties encodes the properties of messages
     * @throws StoreException if it is in use, of another version, not writable, or so damaged that nothing can be saved
     */
    public static DurableStore open(Path directory, boolean fsync, PropertyCodec properties) {
        return open(directory, fsync, properties, "");
    }

    /** With a scheme of MVStore's file system in front of the file's name, for tests that look between it and the disk. */
    static DurableStore open(Path directory, boolean fsync, PropertyCodec properties, String scheme) {
        long start = System.nanoTime();
        var taken = StoreDirectory.take(directory);
        DurableStore store = null;
        try {
            var opened = new Opening(taken, scheme).open();
            store = new DurableStore(taken, opened, fsync, properties);
            LOG.log(
                    Level.INFO,
                    "{0}: {1} messages in {2} entities restored in {3} ms",
                    taken.file(),
                    String.valueOf(opened.census().messages()),
                    String.valueOf(opened.census().entities().size()),
                    String.valueOf((System.nanoTime() - start) / 1_000_000));
            return store;
        } finally {
            if (store == null) {
                taken.close();
            }
        }
    }

    @Override
    public void enter() {
        committer.enter();
    }

    @Override
    public void leave() {
        committer.leave();
    }

    @Override
    public void requireWritable() {
        if (failure() != null) {
            throw failure();
        }
    }

    @Override
    public long mark() {
        return committer.mark();
    }

    @Override
    public boolean isKept(long mark) {
        return committer.isKept(mark);
    }

    @Override
    public void whenKept(long mark, Runnable work) {
        committer.whenKept(mark, work);
    }

    @Override
    public BrokerException failure() {
        return committer.failure();
    }

    @Override
    public EntityStore entity(String path, boolean autoCreated) {
        int number = numbers.computeIfAbsent(key(path), absent -> lastEntity.incrementAndGet());
        var known = census.entities().get(number);
        var record = new EntityRecord(path, autoCreated, known == null ? 0 : known.lastSequenceNumber());
        committer.enter();
        try {
            committer.change(batch -> batch.entities.put(number, record));
        } finally {
            committer.leave();
        }
        return new KeptEntity(number, record, maps, messageRecord, committer, this::body);
    }

    @Override
    public List<String> paths() {
        return census.entities().values().stream().map(EntityRecord::path).toList();
    }

    @Override
    public long count(String path) {
        var number = numbers.get(key(path));
        return number == null ? 0 : census.messages(number);
    }

    @Override
    public Body keep(Body body) {
        return body instanceof StoredBody ? body : StoredBody.arrived(file, lastBody.incrementAndGet(), body.encoded());
    }

    @Override
    public void share(Body body) {
        ((StoredBody) body).share();
    }

    /** Commits what is not, and closes the files; returns when its thread has ended. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (directory) {
            committer.close();
            if (committer.failure() == null) {
                file.close();
            } else {
                maps.store().closeImmediately();
            }
        }
    }

    private StoredBody body(long id, boolean isShared, int size) {
        var known = isShared ? shared.get(id) : null;
        if (known != null) {
            return known;
        }
        var body = StoredBody.written(file, id, size);
        body.refer();
        return body;
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
