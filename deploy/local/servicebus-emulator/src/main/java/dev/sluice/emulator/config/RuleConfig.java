package dev.sluice.emulator.config;

import dev.sluice.emulator.rules.CorrelationFilter;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.RuleFilter;
import dev.sluice.emulator.rules.SqlAction;
import dev.sluice.emulator.rules.SqlFilter;
import dev.sluice.emulator.rules.SystemProperty;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the rules of a configuration file into the broker's. */
final class RuleConfig {

    private static final String PROPERTIES = "Properties";

    private RuleConfig() {}

    static Rule rule(ConfigNode rule) {
        rule.allow(Set.of("Name", PROPERTIES));
        var properties = rule.require(PROPERTIES);
        properties.allow(Set.of("FilterType", "CorrelationFilter", "SqlFilter", "Action"));
        var filter = filter(properties);
        var action = properties.get("Action");
        var sqlAction = action == null ? null : sql(action, SqlAction::new);
        var name = rule.require("Name");
        return usable(name, node -> new Rule(node.text(), filter, sqlAction));
    }

    private static RuleFilter filter(ConfigNode properties) {
        var type = properties.require("FilterType");
        return switch (type.text()) {
            case "Correlation" -> usable(properties.require("CorrelationFilter"), RuleConfig::correlation);
            case "Sql" -> sql(properties.require("SqlFilter"), SqlFilter::new);
            default -> throw type.expected("\"Correlation\" or \"Sql\"");
        };
    }

    private static <T> T sql(ConfigNode parent, Function<String, T> parse) {
        parent.allow(Set.of("SqlExpression"));
        return usable(parent.require("SqlExpression"), node -> parse.apply(node.text()));
    }

    private static CorrelationFilter correlation(ConfigNode filter) {
        filter.allow(Stream.concat(
                        CorrelationFilter.COMPARABLE.stream().map(SystemProperty::propertyName), Stream.of(PROPERTIES))
                .collect(Collectors.toSet()));
        var system = new EnumMap<SystemProperty, String>(SystemProperty.class);
        for (var property : CorrelationFilter.COMPARABLE) {
            var value = filter.get(property.propertyName());
            if (value != null) {
                system.put(property, value.text());
            }
        }
        return new CorrelationFilter(system, application(filter.get(PROPERTIES)));
    }

    private static Map<String, Object> application(ConfigNode properties) {
        var values = new HashMap<String, Object>();
        if (properties != null) {
            properties
                    .names()
                    .forEach(name -> values.put(name, properties.require(name).scalar()));
        }
        return values;
    }

    private static <T> T usable(ConfigNode node, Function<ConfigNode, T> read) {
        try {
            return read.apply(node);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(node.file(), node.path(), e.getMessage());
        }
    }
}
