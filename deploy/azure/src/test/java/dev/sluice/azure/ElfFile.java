package dev.sluice.azure;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The smallest 64-bit ELF files that say what a loader would want: an interpreter, and a version of the C library
 * (section {@code .gnu.version_r}, with its names where the dynamic section says; System V ABI, and the Linux Standard
 * Base's chapter on symbol versioning).
 */
final class ElfFile {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int SECTION_HEADER = 64;
    private static final int TEXT = 0x200;
    private static final int DYNAMIC = 0x280;
    private static final int NEEDS = 0x300;
    private static final int SECTIONS = 0x400;
    private static final int SIZE = SECTIONS + 3 * SECTION_HEADER;

    private ElfFile() {}

    /**
     * @param machine number of the processor: 62 is x86-64, 183 is ARM
     * @param interpreter path of the loader; null for a static binary
     * @param version of the C library, such as {@code GLIBC_2.31}; null for none
     */
    static byte[] of(int machine, String interpreter, String version) {
        ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 2).putShort((short) machine).putInt(1).putLong(0x400000);
        file.putLong(HEADER).putLong(version == null ? 0 : SECTIONS).putInt(0).putShort((short) HEADER);
        file.putShort((short) PROGRAM_HEADER).putShort((short) (interpreter == null ? 0 : 3));
        file.putShort((short) SECTION_HEADER)
                .putShort((short) (version == null ? 0 : 3))
                .putShort((short) 0);
        if (interpreter != null) {
            byte[] path = (interpreter + "\0").getBytes(StandardCharsets.US_ASCII);
            program(file, 3, TEXT, path.length);
            program(file, 1, 0, SIZE);
            program(file, 2, DYNAMIC, 48);
            file.position(TEXT).put(path);
        }
        if (version != null) {
            needs(file, version);
        }
        return file.array();
    }

    /** One Verneed of one Vernaux, with its names in a string table behind it. */
    private static void needs(ByteBuffer file, String version) {
        byte[] names = ("\0libc.so.6\0" + version + "\0").getBytes(StandardCharsets.US_ASCII);
        int strings = NEEDS + 32;
        file.position(NEEDS);
        file.putShort((short) 1).putShort((short) 1).putInt(1).putInt(16).putInt(0);
        file.putInt(0).putShort((short) 0).putShort((short) 2).putInt(11).putInt(0);
        file.position(strings).put(names);
        file.position(DYNAMIC);
        file.putLong(5)
                .putLong(strings)
                .putLong(10)
                .putLong(names.length)
                .putLong(0)
                .putLong(0);
        section(file, 1, 3, strings, names.length, 0);
        section(file, 2, 0x6ffffffe, NEEDS, 32, 1);
    }

    private static void program(ByteBuffer file, int type, int offset, int size) {
        file.putInt(type).putInt(4).putLong(offset).putLong(offset).putLong(offset);
        file.putLong(size).putLong(size).putLong(1);
    }

    private static void section(ByteBuffer file, int index, int type, int offset, int size, int link) {
        file.position(SECTIONS + index * SECTION_HEADER);
        file.putInt(0).putInt(type).putLong(2).putLong(offset).putLong(offset).putLong(size);
        file.putInt(link).putInt(1).putLong(4).putLong(0);
    }
}
