package dev.sluice.loadtest.scale;

import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.measure.Judgement;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.loadtest.scenario.ScenarioNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many consumers are put on a backlog, and how they are measured.
 *
 * @param name for people
 * @param instances how many there are, one level after the other; the first is one
 * @param handlerTime how long an order takes
 * @param concurrency how many orders an instance takes on at once
 * @param prefetch how many more it fetches ahead
 * @param warmUp how long all of them work together at the most before anything is measured
 * @param settle how long a level works before it is measured
 * @param window how long it is measured
 * @param thresholds what the figures have to be, beyond what always holds
 */
record ScaleScenario(
        String name,
        List<Integer> instances,
        Duration handlerTime,
        int concurrency,
        int prefetch,
        Duration warmUp,
        Duration settle,
        Duration window,
        List<Threshold> thresholds) {
    private static final int MOST_INSTANCES = 32;
    private static final int MOST_AT_ONCE = 64;

    /** While one level is summed up and the next one is let go, those that work go on working. */
    private static final Duration BETWEEN_LEVELS = Duration.ofMillis(300);

    /** What consumers do on average while they get warm, as a part of what warm ones do. */
    private static final double SHARE_OF_THE_COLD = 0.75;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST_HANDLER = Duration.ofSeconds(10);
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(2);

    /** An instance whose clock stands still for a minute loses its connection: so long all levels may take. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(45);

    /**
     * Reads one.
     *
     * @throws ScenarioException if it is wrong
     */
    static ScaleScenario read(ScenarioFile file) throws ScenarioException {
        ScenarioNode top = file.read();
        Map<String, ScenarioNode> fields = top.fields(
                "instances", "handler", "concurrency", "prefetch", "warm-up", "settle", "window", "thresholds");
        List<Integer> instances = instances(top.required(fields, "instances"));
        Duration longest = LONGEST_STANDSTILL.dividedBy(instances.size());
        Duration settle = duration(fields, "settle", Duration.ofSeconds(1), longest);
        return new ScaleScenario(
                file.name(),
                instances,
                duration(fields, "handler", Duration.ofMillis(50), LONGEST_HANDLER),
                (int) ScenarioNode.number(fields, "concurrency", 1, MOST_AT_ONCE, 4),
                (int) ScenarioNode.number(fields, "prefetch", 0, MOST_AT_ONCE, 0),
                duration(fields, "warm-up", Duration.ofSeconds(10), LONGEST_WARM_UP),
                settle,
                duration(fields, "window", Duration.ofSeconds(3), longest.minus(settle)),
                fields.containsKey("thresholds")
                        ? Threshold.read(fields.get("thresholds"), Judgement.names(ScaleFigures.NAMES))
                        : List.of());
    }

    /** The most orders a second that so many instances could process, if nothing but the handler took time. */
    double limit(int count) {
        return count * concurrency * 1e9 / handlerTime.toNanos();
    }

    /** The orders that the levels can't work off while they are measured, of each so many at the most. */
    long enough() {
        Duration length = settle.plus(window).plus(BETWEEN_LEVELS);
        double most = instances.stream().mapToDouble(this::limit).sum() * length.toMillis() / 1000;
        return Math.round(most) + mostInstances() * (concurrency + prefetch);
    }

    /** The orders that all of them work off while they get warm: less than warm ones would. */
    long enoughToGetWarm() {
        return Math.round(limit(mostInstances()) * warmUp.toMillis() / 1000 * SHARE_OF_THE_COLD);
    }

    /** The last level. */
    int mostInstances() {
        return instances.get(instances.size() - 1);
    }

    private static List<Integer> instances(ScenarioNode node) throws ScenarioException {
        List<Integer> instances = new ArrayList<>();
        for (ScenarioNode item : node.items()) {
            int count = (int) item.number(1, MOST_INSTANCES);
            if (instances.isEmpty() ? count != 1 : count <= instances.get(instances.size() - 1)) {
                throw item.expected(
                        instances.isEmpty()
                                ? "1 first: it is what the others are compared with"
                                : "more instances than before");
            }
            instances.add(count);
        }
        if (instances.isEmpty()) {
            throw node.expected("a list of how many instances there are, such as [1, 2, 4]");
        }
        return List.copyOf(instances);
    }

    private static Duration duration(Map<String, ScenarioNode> fields, String key, Duration otherwise, Duration longest)
            throws ScenarioException {
        if (!fields.containsKey(key)) {
            return otherwise;
        }
        Duration duration = fields.get(key).duration();
        if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(longest) > 0) {
            throw fields.get(key).expected("a time from 1ms to " + longest.toSeconds() + "s");
        }
        return duration;
    }
}
