package dev.sluice.emulator.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Bytes with a checksum: MVStore has one for the place of a page but none for what is in it. */
final class RecordType extends BasicDataType<byte[]> {

    static final RecordType INSTANCE = new RecordType();

    private static final byte[] DAMAGED = {};
    private static final int OBJECT = 24;

    private RecordType() {}

    /** Whether a value that was read is not what had been written. */
    static boolean isDamaged(byte[] value) {
        // Nothing that is written is empty; a page that was written again with a damaged record holds a copy.
        return value.length == 0;
    }

    @Override
    public int getMemory(byte[] value) {
        return OBJECT + value.length;
    }

    @Override
    public void write(WriteBuffer buffer, byte[] value) {
        buffer.putVarInt(value.length).putInt(checksum(value)).put(value);
    }

    @Override
    public byte[] read(ByteBuffer buffer) {
        int length = DataUtils.readVarInt(buffer);
        int expected = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            // Where the next value begins is unknown: the page is lost, not one record.
            throw new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, "a record of " + length + " bytes can't be");
        }
        var value = new byte[length];
        buffer.get(value);
        return checksum(value) == expected ? value : DAMAGED;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }

    private static int checksum(byte[] value) {
        var checksum = new CRC32C();
        checksum.update(value);
        return (int) checksum.getValue();
    }
}
