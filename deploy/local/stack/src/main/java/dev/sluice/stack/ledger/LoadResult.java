package dev.sluice.stack.ledger;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How a load was answered.
 *
 * @param accepted orders answered with 202
 * @param refused orders answered with a clear no
 * @param unknown orders without a clear answer, however often they were posted
 * @param examples the first few answers other than 202, for the reader
 */
public record LoadResult(long accepted, long refused, long unknown, List<String> examples) {
    /** Counts answers as they come; thread-safe. */
    static final class Tally {
        private static final int EXAMPLES = 5;

        private final AtomicLong accepted = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private final AtomicLong unknown = new AtomicLong();
        private final ConcurrentLinkedQueue<String> examples = new ConcurrentLinkedQueue<>();

        void accepted() {
            accepted.incrementAndGet();
        }

        void refused(String answer) {
            refused.incrementAndGet();
            example(answer);
        }

        void unknown(String answer) {
            unknown.incrementAndGet();
            example(answer);
        }

        LoadResult result() {
            return new LoadResult(
                    accepted.get(),
                    refused.get(),
                    unknown.get(),
                    examples.stream().limit(EXAMPLES).toList());
        }

        private void example(String answer) {
            if (examples.size() < EXAMPLES) {
                examples.add(answer);
            }
        }
    }
}
