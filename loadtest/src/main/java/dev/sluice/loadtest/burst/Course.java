package dev.sluice.loadtest.burst;

import dev.sluice.loadtest.measure.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a burst was worked off.
 *
 * @param samples over time
 * @param drainSeconds from the first request to the last effect
 * @param instanceSeconds what the instances add up to, until only those are left that are always there
 * @param seconds how long that took
 * @param mostInstances at a time
 */
record Course(List<Sample> samples, double drainSeconds, double instanceSeconds, double seconds, int mostInstances) {
    /** A curve is not drawn any finer. */
    private static final double POINT_EVERY_SECONDS = 0.5;

    /**
     * For the report.
     *
     * @param run which of those that are compared
     */
    List<Map<String, Object>> points(String run) {
        List<Map<String, Object>> points = new ArrayList<>();
        double last = -POINT_EVERY_SECONDS;
        for (Sample sample : samples) {
            if (sample.seconds() >= last + POINT_EVERY_SECONDS) {
                points.add(point(run, sample));
                last = sample.seconds();
            }
        }
        return points;
    }

    private static Map<String, Object> point(String run, Sample sample) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("run", run);
        point.put("seconds", sample.seconds());
        point.put("backlog", sample.backlog());
        point.put("instances", sample.instances());
        point.put("processed", sample.processed());
        return point;
    }
}
