package dev.sluice.producer.api.batch;

import dev.sluice.producer.api.InvalidOrderException;
import dev.sluice.producer.api.OrderReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The items of {@code application/x-ndjson}, one a line, straight from the request's stream: at most one line is in
 * memory. Blank lines don't count.
 */
final class LineItems implements ItemSource {
    private static final int BUFFER_SIZE = 8192;

    private final InputStream in;
    private final int maxItems;
    private final long maxBytes;
    private final long maxItemBytes;

    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int position;
    private int filled;
    private long bytesRead;
    private int items;
    private String stopped;

    /**
     * @param in the request's body
     * @param maxItems reading stops where there is one more
     * @param maxBytes reading stops where there is one more
     * @param maxItemBytes the largest line
     */
    LineItems(InputStream in, int maxItems, long maxBytes, long maxItemBytes) {
        this.in = in;
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
        this.maxItemBytes = maxItemBytes;
    }

    @Override
    public RawItem next() throws IOException {
        while (stopped == null) {
            Line line = line();
            if (line == null) {
                return null;
            }
            if (line.isBlank()) {
                continue;
            }
            if (items == maxItems) {
                stopped = "a batch must not hold more than %d orders".formatted(maxItems);
                return null;
            }
            items++;
            return line.asItem(maxItemBytes);
        }
        return null;
    }

    @Override
    public Optional<String> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** The next line without its end; null at the end of the stream, or where it becomes too long. */
    private Line line() throws IOException {
        Line line = new Line();
        while (true) {
            int next = read();
            if (next < 0) {
                // What a line lost to the limit is not an item; neither is nothing.
                return stopped != null || line.isBlank() ? null : line;
            }
            if (next == '\n') {
                return line;
            }
            line.add((byte) next, maxItemBytes);
        }
    }

    private int read() throws IOException {
        if (position == filled) {
            filled = in.read(buffer);
            position = 0;
            if (filled < 0) {
                filled = 0;
                return -1;
            }
        }
        if (bytesRead == maxBytes) {
            stopped = "a batch must not be larger than %d bytes".formatted(maxBytes);
            return -1;
        }
        bytesRead++;
        return buffer[position++] & 0xff;
    }

    /** A line as it grows; of one that is too long only that fact is kept. */
    private static final class Line {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean blank = true;
        private boolean tooLong;

        void add(byte next, long limit) {
            blank &= next == ' ' || next == '\t' || next == '\r';
            if (bytes.size() < limit) {
                bytes.write(next);
            } else {
                tooLong |= next != '\r';
            }
        }

        boolean isBlank() {
            return blank;
        }

        RawItem asItem(long limit) {
            if (tooLong) {
                return RawItem.tooLarge(limit);
            }
            try {
                return RawItem.readable(OrderReader.text(bytes.toByteArray()));
            } catch (InvalidOrderException e) {
                return RawItem.unreadable(e);
            }
        }
    }
}
