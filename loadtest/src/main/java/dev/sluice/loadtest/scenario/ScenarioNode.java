package dev.sluice.loadtest.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One value of a scenario, with the place that it stands in. Every reading method says what it expected. */
public final class ScenarioNode {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

    private final String file;
    private final String key;
    private final Node node;

    private ScenarioNode(String file, String key, Node node) {
        this.file = file;
        this.key = key;
        this.node = node;
    }

    static ScenarioNode parse(String file, String text) throws ScenarioException {
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try {
            Node top = new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new ScenarioException(file + ":1: expected a scenario, found nothing"));
            return new ScenarioNode(file, "", top);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ScenarioException("%s:%d: expected YAML: %s".formatted(file, line, e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ScenarioException(file + ": expected YAML: " + e.getMessage());
        }
    }

    /** What is wrong here. */
    public ScenarioException expected(String what) {
        String found = node instanceof ScalarNode scalar
                ? "'" + scalar.getValue() + "'"
                : node instanceof MappingNode ? "keys and values" : "a list";
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return new ScenarioException(
                "%s:%d: %sexpected %s, found %s".formatted(file, line, key.isEmpty() ? "" : key + ": ", what, found));
    }

    /**
     * Keys and values, in their order.
     *
     * @param known the keys that there may be; empty for any
     */
    public Map<String, ScenarioNode> fields(String... known) throws ScenarioException {
        List<String> names = List.of(known);
        if (!(node instanceof MappingNode mapping)) {
            throw expected("keys and values" + (names.isEmpty() ? "" : ", of " + String.join(", ", names)));
        }
        Map<String, ScenarioNode> fields = new LinkedHashMap<>();
        for (NodeTuple field : mapping.getValue()) {
            ScenarioNode name = new ScenarioNode(file, key, field.getKeyNode());
            if (!names.isEmpty() && !names.contains(name.text())) {
                throw name.expected("one of " + String.join(", ", names));
            }
            if (fields.put(name.text(), new ScenarioNode(file, name.text(), field.getValueNode())) != null) {
                throw name.expected("each key once");
            }
        }
        return fields;
    }

    /** The elements of a list. */
    public List<ScenarioNode> items() throws ScenarioException {
        if (!(node instanceof SequenceNode sequence)) {
            throw expected("a list");
        }
        List<ScenarioNode> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(new ScenarioNode(file, key, item)));
        return items;
    }

    /** A text. */
    public String text() throws ScenarioException {
        if (!(node instanceof ScalarNode scalar)) {
            throw expected("a text");
        }
        return scalar.getValue();
    }

    /** {@code true} or {@code false}. */
    public boolean flag() throws ScenarioException {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw expected("true or false");
        };
    }

    /** A whole number. */
    public long number(long least, long most) throws ScenarioException {
        String what = "a whole number from %d to %d".formatted(least, most);
        try {
            long value = Long.parseLong(text());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException none) {
            // Said below.
        }
        throw expected(what);
    }

    /** A number. */
    public double decimal(double least, double most) throws ScenarioException {
        try {
            double value = Double.parseDouble(text());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException none) {
            // Said below.
        }
        throw expected("a number from %s to %s".formatted(least, most));
    }

    /** A time such as {@code 500ms}, {@code 5s} or {@code 2m}, of one day at most. */
    public Duration duration() throws ScenarioException {
        Matcher matcher = DURATION.matcher(text());
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        default -> Duration.ofMinutes(amount);
                    };
            if (duration.compareTo(Duration.ofDays(1)) <= 0) {
                return duration;
            }
        }
        throw expected("a time such as 500ms, 5s or 2m");
    }

    /** The key's whole number, or another one where the key is not there. */
    public static long number(Map<String, ScenarioNode> fields, String key, long least, long most, long otherwise)
            throws ScenarioException {
        return fields.containsKey(key) ? fields.get(key).number(least, most) : otherwise;
    }

    /** The key's time, or another one where the key is not there. */
    public static Duration duration(Map<String, ScenarioNode> fields, String key, Duration otherwise)
            throws ScenarioException {
        return fields.containsKey(key) ? fields.get(key).duration() : otherwise;
    }

    /** The key's own keys, whatever they are, with their texts; nothing where the key is not there. */
    public static Map<String, String> texts(Map<String, ScenarioNode> fields, String key) throws ScenarioException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (fields.containsKey(key)) {
            for (Map.Entry<String, ScenarioNode> field :
                    fields.get(key).fields().entrySet()) {
                texts.put(field.getKey(), field.getValue().text());
            }
        }
        return texts;
    }

    /** The key's value. */
    public ScenarioNode required(Map<String, ScenarioNode> fields, String key) throws ScenarioException {
        ScenarioNode value = fields.get(key);
        if (value == null) {
            throw expected("a key '" + key + "'");
        }
        return value;
    }
}
