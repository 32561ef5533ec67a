package dev.sluice.injector;

import java.net.URI;
import java.time.Duration;

/**
 * What is to be done.
 *
 * @param orders where orders are posted
 * @param rate orders a second
 * @param length for how long
 * @param tally where it is written down
 */
record Load(URI orders, int rate, Duration length, Tally tally) {
    /**
     * From a line: address, rate, milliseconds.
     *
     * @throws IllegalArgumentException if it is no such line
     */
    static Load parse(String line) {
        String[] words = line.strip().split(" ");
        if (words.length != 3) {
            throw new IllegalArgumentException("expected address, rate and milliseconds, found '" + line + "'");
        }
        int rate = Integer.parseInt(words[1]);
        long millis = Long.parseLong(words[2]);
        return new Load(
                URI.create(words[0]), rate, Duration.ofMillis(millis), new Tally(rate, (int) (rate * millis / 1_000)));
    }
}
