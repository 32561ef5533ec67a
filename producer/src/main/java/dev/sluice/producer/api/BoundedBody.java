package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A request's body in memory, of a size that was checked while it was read.
 *
 * @param bytes the body
 */
public record BoundedBody(byte[] bytes) {
    private static final int END = -1;

    /**
     * Reads a whole body, if it is small enough.
     *
     * @param limit the most bytes that are taken
     * @throws ProblemException if there are more, or if the body breaks off
     */
    public static BoundedBody read(InputStream in, long limit) {
        byte[] bytes;
        try {
            bytes = read(in, (int) Math.min(Integer.MAX_VALUE - 8, limit + 1));
        } catch (IOException e) {
            throw brokenOff();
        }
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return new BoundedBody(bytes);
    }

    /** Into an array of its size if all of it is there: {@code readNBytes} begins with 8 KiB, many times an order's size. */
    private static byte[] read(InputStream in, int most) throws IOException {
        byte[] there = in.readNBytes(Math.min(in.available(), most));
        int next = there.length < most ? in.read() : END;
        if (next == END) {
            return there;
        }
        byte[] rest = in.readNBytes(most - there.length - 1);
        byte[] all = Arrays.copyOf(there, there.length + 1 + rest.length);
        all[there.length] = (byte) next;
        System.arraycopy(rest, 0, all, there.length + 1, rest.length);
        return all;
    }

    /** The answer to a body that is larger than {@code limit} bytes. */
    public static ProblemException tooLarge(long limit) {
        return new ProblemException(
                Problem.of(ProblemType.TOO_LARGE, "The body must not be larger than %d bytes".formatted(limit)));
    }

    /** The answer to a body that ends early; mostly nobody is there any more to see it. */
    public static ProblemException brokenOff() {
        return new ProblemException(Problem.of(ProblemType.BAD_REQUEST, "The body could not be read to its end"));
    }
}
