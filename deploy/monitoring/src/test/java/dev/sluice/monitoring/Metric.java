package dev.sluice.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric of ours, as the README's table or a running service has it.
 *
 * @param type counter, gauge, histogram or summary
 * @param tags the names of its tags
 */
record Metric(String name, String type, Set<String> tags) {
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(sluice_\\w+)` \\| (\\w+) \\| [^|]+ \\| ([^|]*) \\| [^|]+ \\| [^|]+ \\|$");
    private static final Pattern TAG = Pattern.compile("`(\\w+)`");
    private static final Pattern TYPE = Pattern.compile("# TYPE (sluice_\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("(sluice_\\w+?)(_bucket|_sum|_count)?(\\{(.*)\\})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    /** What the README documents, by name. */
    static Map<String, Metric> documented() throws IOException {
        Map<String, Metric> metrics = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("README.md")));
        while (row.find()) {
            metrics.put(row.group(1), new Metric(row.group(1), row.group(2), all(TAG, row.group(3))));
        }
        return metrics;
    }

    /** What services expose, by name; pages in Prometheus' text format. A timer's largest value is not counted apart. */
    static Map<String, Metric> exposed(Collection<String> pages) {
        Map<String, Metric> metrics = new TreeMap<>();
        pages.stream().flatMap(String::lines).forEach(line -> {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                String kind = type.group(2);
                // In one of Prometheus' two formats a counter's samples alone have the ending.
                String ending = kind.equals("counter") && !type.group(1).endsWith("_total") ? "_total" : "";
                metrics.computeIfAbsent(type.group(1) + ending, name -> new Metric(name, kind, new TreeSet<>()));
            } else if (sample.matches()) {
                String name = metrics.containsKey(sample.group(1))
                        ? sample.group(1)
                        : sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
                Set<String> tags = metrics.get(name).tags();
                tags.addAll(all(LABEL, sample.group(4) == null ? "" : sample.group(4)));
                tags.remove("le");
            }
        });
        metrics.keySet()
                .removeIf(name -> name.endsWith("_max")
                        && metrics.containsKey(name.substring(0, name.length() - "_max".length())));
        return metrics;
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }
}
