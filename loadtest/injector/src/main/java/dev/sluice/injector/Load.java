package dev.sluice.injector;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be done.
 *
 * @param addresses where orders are posted, to one after the other
 * @param rate orders a second
 * @param length for how long
 * @param tally where it is written down
 */
record Load(List<URI> addresses, int rate, Duration length, Tally tally) {
    /**
     * From a line: addresses with commas between them, rate, milliseconds, and how many of these are to settle.
     *
     * @throws IllegalArgumentException if it is no such line
     */
    static Load parse(String line) {
        String[] words = line.strip().split(" ");
        if (words.length != 4) {
            throw new IllegalArgumentException("expected addresses, rate and twice milliseconds, found '" + line + "'");
        }
        int rate = Integer.parseInt(words[1]);
        long millis = Long.parseLong(words[2]);
        return new Load(
                Arrays.stream(words[0].split(",")).map(URI::create).toList(),
                rate,
                Duration.ofMillis(millis),
                new Tally(rate, (int) (rate * millis / 1_000), (int) (rate * Long.parseLong(words[3]) / 1_000)));
    }

    /** Where an order goes. @param number the order's, from 0 */
    String address(int number) {
        return addresses.get(number % addresses.size()).toString();
    }
}
