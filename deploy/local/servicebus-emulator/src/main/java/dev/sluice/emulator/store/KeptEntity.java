package dev.sluice.emulator.store;

import dev.sluice.emulator.broker.EntityStore;
import dev.sluice.emulator.broker.QueuedMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One entity in the store. Changes go into the open batch; reading happens once, before there are any. */
final class KeptEntity implements EntityStore {

    private static final Logger LOG = System.getLogger(KeptEntity.class.getName());
    private static final int INSTANT = Long.BYTES + Integer.BYTES;

    private final int number;
    private final EntityRecord record;
    private final StoreMaps maps;
    private final MessageRecord messageRecord;
    private final Committer committer;
    private final MessageRecord.BodyReader bodies;

    KeptEntity(
            int number,
            EntityRecord record,
            StoreMaps maps,
            MessageRecord messageRecord,
            Committer committer,
            MessageRecord.BodyReader bodies) {
        this.number = number;
        this.record = record;
        this.maps = maps;
        this.messageRecord = messageRecord;
        this.committer = committer;
        this.bodies = bodies;
    }

    @Override
    public long lastSequenceNumber() {
        var last = maps.messages().floorKey(Keys.first(number + 1) - 1);
        boolean own = last != null && Keys.entity(last) == number;
        return Math.max(record.lastSequenceNumber(), own ? Keys.sequenceNumber(last) : 0);
    }

    @Override
    public void messages(Consumer<QueuedMessage> each) {
        long end = Keys.first(number + 1);
        for (var entries = maps.messages().cursor(Keys.first(number)); entries.hasNext(); ) {
            long key = entries.next();
            if (key >= end) {
                return;
            }
            try {
                each.accept(messageRecord.decode(key, entries.getValue(), bodies));
            } catch (IllegalArgumentException e) {
                LOG.log(
                        Level.ERROR,
                        "Message {0} of ''{1}'' is lost: {2}",
                        String.valueOf(Keys.sequenceNumber(key)),
                        record.path(),
                        e.getMessage());
            }
        }
    }

    @Override
    public void remembered(Remembered each) {
        long end = Keys.first(number + 1);
        for (var entries = maps.ids().cursor(Keys.first(number)); entries.hasNext(); ) {
            long key = entries.next();
            if (key >= end) {
                return;
            }
            if (entries.getValue().length > INSTANT) {
                var value = ByteBuffer.wrap(entries.getValue());
                var when = Instant.ofEpochSecond(value.getLong(), value.getInt());
                each.accept(StandardCharsets.UTF_8.decode(value).toString(), Keys.sequenceNumber(key), when);
            }
        }
    }

    @Override
    public Map<String, byte[]> settings() {
        var found = new TreeMap<String, byte[]>();
        var prefix = setting("");
        for (var entries = maps.settings().cursor(prefix); entries.hasNext(); ) {
            var name = entries.next();
            if (!name.startsWith(prefix)) {
                break;
            }
            if (!RecordType.isDamaged(entries.getValue())) {
                found.put(name.substring(prefix.length()), entries.getValue());
            }
        }
        return found;
    }

    @Override
    public void numbered(long sequenceNumber) {
        committer.change(
                batch -> batch.entities.merge(number, record.lastSequenceNumber(sequenceNumber), (before, now) -> now));
    }

    @Override
    public void put(QueuedMessage message) {
        committer.change(batch -> batch.put(Keys.of(number, message.sequenceNumber()), message));
    }

    @Override
    public void remove(QueuedMessage message) {
        committer.change(batch -> batch.remove(Keys.of(number, message.sequenceNumber()), message));
    }

    @Override
    public void remember(String messageId, long sequenceNumber, Instant when) {
        var id = messageId.getBytes(StandardCharsets.UTF_8);
        var value = ByteBuffer.allocate(INSTANT + id.length)
                .putLong(when.getEpochSecond())
                .putInt(when.getNano())
                .put(id)
                .array();
        committer.change(batch -> batch.ids.put(Keys.of(number, sequenceNumber), new Batch.Value(value)));
    }

    @Override
    public void forget(long sequenceNumber) {
        committer.change(batch -> batch.ids.put(Keys.of(number, sequenceNumber), new Batch.Value(null)));
    }

    @Override
    public void set(String name, byte[] value) {
        committer.change(batch -> batch.settings.put(setting(name), new Batch.Value(value)));
    }

    private String setting(String name) {
        return number + "/" + name;
    }
}
