package dev.sluice.loadtest.start;

import dev.sluice.loadtest.start.Variant.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a start run measures.
 *
 * @param starts of each variant, in the order of time
 */
record StartFigures(Map<Variant, List<HandlerStart>> starts) {
    /** With its class archive, the time to the first 200 as a share of that without; of the service that gains least. */
    static final String ARCHIVE_RATIO = "archiveRatio";

    /** A line per variant. */
    List<Map<String, Object>> points() {
        List<Map<String, Object>> points = new ArrayList<>();
        starts.forEach((variant, rounds) -> {
            double[] millis = millis(rounds);
            long[] bytes =
                    rounds.stream().mapToLong(HandlerStart::rssBytes).sorted().toArray();
            Map<String, Object> point = new LinkedHashMap<>();
            point.put("variant", variant.text());
            point.put("rounds", rounds.size());
            point.put("medianMillis", Math.round(millis[millis.length / 2]));
            point.put("leastMillis", Math.round(millis[0]));
            point.put("mostMillis", Math.round(millis[millis.length - 1]));
            point.put("rssBytes", bytes[bytes.length / 2]);
            points.add(point);
        });
        return points;
    }

    /** The ratio, where both have been measured. */
    Map<String, Number> figures() {
        Map<String, Number> figures = new LinkedHashMap<>();
        starts.keySet().stream()
                .filter(variant -> variant.kind() == Kind.ARCHIVE)
                .mapToDouble(archive -> median(archive) / median(plain(archive)))
                .max()
                .ifPresent(ratio -> figures.put(ARCHIVE_RATIO, Math.round(100 * ratio) / 100.0));
        return figures;
    }

    private Variant plain(Variant archive) {
        return starts.keySet().stream()
                .filter(variant ->
                        variant.kind() == Kind.JVM && variant.service().equals(archive.service()))
                .findFirst()
                .orElseThrow();
    }

    private double median(Variant variant) {
        double[] millis = millis(starts.get(variant));
        return millis[millis.length / 2];
    }

    private static double[] millis(List<HandlerStart> rounds) {
        return rounds.stream().mapToDouble(HandlerStart::millis).sorted().toArray();
    }
}
