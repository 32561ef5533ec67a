package dev.sluice.emulator.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * A second, tiny file with the version that was acknowledged last. MVStore goes back to an older version when its file
 * has lost the newest, and does not say so: this file does. Written after each commit and never before, so it can't tell
 * of a loss that was none.
 */
final class Acknowledged implements AutoCloseable {

    private static final int LENGTH = 2 * Long.BYTES + Integer.BYTES;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(LENGTH);

    Acknowledged(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The version, or 0 if none was acknowledged yet. */
    long version() throws IOException {
        return read(0);
    }

    /** When it was. */
    Instant when() throws IOException {
        return Instant.ofEpochMilli(read(Long.BYTES));
    }

    void write(long version) {
        buffer.clear();
        buffer.putLong(version).putLong(System.currentTimeMillis());
        buffer.putInt(checksum(buffer)).flip();
        try {
            channel.write(buffer, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private long read(int position) throws IOException {
        buffer.clear();
        boolean whole = channel.read(buffer, 0) == LENGTH;
        return whole && buffer.getInt(LENGTH - Integer.BYTES) == checksum(buffer) ? buffer.getLong(position) : 0;
    }

    private static int checksum(ByteBuffer buffer) {
        var checksum = new CRC32C();
        checksum.update(buffer.array(), 0, LENGTH - Integer.BYTES);
        return (int) checksum.getValue();
    }
}
