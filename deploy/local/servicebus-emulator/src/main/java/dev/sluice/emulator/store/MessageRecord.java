package dev.sluice.emulator.store;

import dev.sluice.emulator.broker.MessageState;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.PropertyCodec;
import dev.sluice.emulator.broker.QueuedMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What is kept of a message besides its body, in bytes. The message id is not: duplicate detection keeps what it needs
 * itself, and where else it matters it is read from the body.
 */
final class MessageRecord {

    private static final int USUAL_SIZE = 96;

    /** Gives the body that a record refers to. */
    @FunctionalInterface
    interface BodyReader {
        StoredBody body(long id, boolean shared, int size);
    }

    private final PropertyCodec properties;

    MessageRecord(PropertyCodec properties) {
        this.properties = properties;
    }

    byte[] encode(long key, QueuedMessage message, StoredBody body) {
        var bytes = new ByteArrayOutputStream(USUAL_SIZE);
        try (var out = new DataOutputStream(bytes)) {
            // Once more, and under the checksum, which the key itself is not.
            out.writeLong(key);
            out.writeLong(body.id());
            out.writeBoolean(body.isShared());
            out.writeInt(body.size());
            out.writeLong(message.enqueuedSequenceNumber());
            out.writeByte(message.state().ordinal());
            out.writeInt(message.deliveryCount());
            writeInstant(out, message.enqueuedTime());
            writeDuration(out, message.timeToLive());
            writeInstant(out, message.expiresAt());
            writeDuration(out, message.content().timeToLive());
            writeInstant(out, message.content().scheduledEnqueueTime());
            writeText(out, message.deadLetterSource());
            writeText(out, message.content().sessionId());
            out.write(
                    message.changedProperties().isEmpty()
                            ? new byte[0]
                            : properties.encode(message.changedProperties()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't fail", e);
        }
        return bytes.toByteArray();
    }

    /** The message that a record was made of; throws IllegalArgumentException for any other bytes. */
    QueuedMessage decode(long key, byte[] record, BodyReader bodies) {
        try (var in = new DataInputStream(new ByteArrayInputStream(record))) {
            if (in.readLong() != key) {
                throw new IllegalArgumentException("it belongs to another");
            }
            var body = bodies.body(in.readLong(), in.readBoolean(), in.readInt());
            long enqueuedSequenceNumber = in.readLong();
            var state = MessageState.values()[in.readByte()];
            int deliveryCount = in.readInt();
            var enqueuedTime = readInstant(in);
            var timeToLive = readDuration(in);
            var expiresAt = readInstant(in);
            var askedTimeToLive = readDuration(in);
            var scheduledEnqueueTime = readInstant(in);
            var deadLetterSource = readText(in);
            var content = new NewMessage(body, null, readText(in), askedTimeToLive, scheduledEnqueueTime);
            var changed = in.readAllBytes();
            return new QueuedMessage(
                    content,
                    changed.length == 0 ? Map.of() : properties.decode(changed),
                    Keys.sequenceNumber(key),
                    enqueuedSequenceNumber,
                    enqueuedTime,
                    timeToLive,
                    expiresAt,
                    deliveryCount,
                    state,
                    deadLetterSource);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not the record of a message: " + e.getMessage(), e);
        }
    }

    /** The key under which a record was written. */
    static long key(byte[] record) {
        return ByteBuffer.wrap(record).getLong(0);
    }

    /** The number of the body that a record refers to. */
    static long bodyId(byte[] record) {
        return ByteBuffer.wrap(record).getLong(Long.BYTES);
    }

    /** How many bytes that body has. */
    static int bodySize(byte[] record) {
        return ByteBuffer.wrap(record).getInt(2 * Long.BYTES + 1);
    }

    /** Whether other records may refer to the same body. */
    static boolean hasSharedBody(byte[] record) {
        return record[2 * Long.BYTES] != 0;
    }

    private static void writeInstant(DataOutputStream out, Instant value) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeLong(value.getEpochSecond());
            out.writeInt(value.getNano());
        }
    }

    private static Instant readInstant(DataInputStream in) throws IOException {
        return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
    }

    private static void writeDuration(DataOutputStream out, Duration value) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeLong(value.getSeconds());
            out.writeInt(value.getNano());
        }
    }

    private static Duration readDuration(DataInputStream in) throws IOException {
        return in.readBoolean() ? Duration.ofSeconds(in.readLong(), in.readInt()) : null;
    }

    private static void writeText(DataOutputStream out, String value) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeUTF(value);
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}
