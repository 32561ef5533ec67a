package dev.sluice.emulator.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What is kept of an entity itself.
 *
 * @param path as it was first written
 * @param autoCreated whether it was made because somebody addressed it
 * @param lastSequenceNumber the last that was given out, never to be given out again
 */
record EntityRecord(String path, boolean autoCreated, long lastSequenceNumber) {

    byte[] encode() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(path);
            out.writeBoolean(autoCreated);
            out.writeLong(lastSequenceNumber);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't fail", e);
        }
        return bytes.toByteArray();
    }

    /** Throws IllegalArgumentException for anything but what {@link #encode} made. */
    static EntityRecord decode(byte[] record) {
        try (var in = new DataInputStream(new ByteArrayInputStream(record))) {
            return new EntityRecord(in.readUTF(), in.readBoolean(), in.readLong());
        } catch (IOException e) {
            throw new IllegalArgumentException("not the record of an entity: " + e.getMessage(), e);
        }
    }

    EntityRecord lastSequenceNumber(long number) {
        return new EntityRecord(path, autoCreated, Math.max(number, lastSequenceNumber));
    }
}
