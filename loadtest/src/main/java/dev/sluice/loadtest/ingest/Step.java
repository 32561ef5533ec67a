package dev.sluice.loadtest.ingest;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Orders offered at one rate for some time, and what came of them.
 *
 * @param server to whom
 * @param offered orders a second
 * @param numbers what the injector has counted and measured, by name
 */
record Step(Server server, int offered, Map<String, Double> numbers) {
    /** Below this share of the rate, a server does not keep up. */
    private static final double KEEPS_UP = 0.9;

    /** Orders accepted a second, until the last answer: what piles up is not counted as done. */
    double acceptedPerSecond() {
        double seconds = number("seconds");
        return seconds == 0 ? 0 : number("accepted") / seconds;
    }

    /** Whether the server takes this rate. */
    boolean keepsUp() {
        return acceptedPerSecond() >= KEEPS_UP * offered;
    }

    /** From the sending of an accepted order to its answer, the 99th percentile. */
    double p99Millis() {
        return number("p99Millis");
    }

    /** Orders that were answered with 202. */
    long accepted() {
        return (long) number("accepted");
    }

    /** Orders that were answered with 503 and when to try again. */
    long unavailable() {
        return (long) number("unavailable");
    }

    /** Orders that may be on the bus or not: 503, or no answer. */
    long unclear() {
        return unavailable() + (long) number("unanswered");
    }

    /** Orders that were answered in any other way, such as with a 503 that does not say when to try again. */
    long others() {
        return (long) number("others");
    }

    /** It in a report, with what is known besides. Has no {@code seconds}: it is no point in time. */
    Map<String, Object> point(Map<String, Object> besides) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("server", server.text());
        point.put("offered", offered);
        point.putAll(numbers);
        point.remove("seconds");
        point.put("accepted", Math.round(acceptedPerSecond()));
        point.putAll(besides);
        return point;
    }

    private double number(String name) {
        return numbers.getOrDefault(name, 0.0);
    }
}
