package dev.sluice.stack.console;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics of Sluice in an answer for Prometheus.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus: exposition formats</a>
 */
final class MetricsText {
    private static final String PREFIX = "sluice_";
    private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)(?: -?\\d+)?");

    private record Sample(String name, String labels, double value) {}

    private final List<Sample> samples;

    private MetricsText(List<Sample> samples) {
        this.samples = samples;
    }

    /**
     * Reads an answer; what is not Sluice's is passed over.
     *
     * @throws IllegalArgumentException if a line of Sluice's can't be read
     */
    static MetricsText parse(String text) {
        return new MetricsText(text.lines()
                .filter(line -> line.startsWith(PREFIX))
                .map(MetricsText::sample)
                .toList());
    }

    /** The sum over all samples of a metric; 0 if there is none. */
    double sum(String name) {
        return sum(name, "");
    }

    /**
     * The sum over the samples with a label.
     *
     * @param label as it is written, such as {@code outcome="done"}
     */
    double sum(String name, String label) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().contains(label))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static Sample sample(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("its metrics have a line that can't be read: " + line);
        }
        String labels = matcher.group(2) == null ? "" : matcher.group(2);
        return new Sample(matcher.group(1), labels, Double.parseDouble(matcher.group(3)));
    }
}
