package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body in memory, of a size that was checked while it was read.
 *
 * @param bytes the body
 */
public record BoundedBody(byte[] bytes) {
    /**
     * Reads a whole body, if it is small enough.
     *
     * @param limit the most bytes that are taken
     * @throws ProblemException if there are more, or if the body breaks off
     */
    public static BoundedBody read(InputStream in, long limit) {
        byte[] bytes;
        try {
            bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limit + 1));
        } catch (IOException e) {
            throw brokenOff();
        }
        if (bytes.length > limit) {
            throw tooLarge(limit);
        }
        return new BoundedBody(bytes);
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
