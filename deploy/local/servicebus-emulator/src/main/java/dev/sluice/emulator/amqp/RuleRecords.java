package dev.sluice.emulator.amqp;

import dev.sluice.emulator.rules.BooleanFilter;
import dev.sluice.emulator.rules.CorrelationFilter;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.RuleFilter;
import dev.sluice.emulator.rules.SqlAction;
import dev.sluice.emulator.rules.SqlFilter;
import dev.sluice.emulator.rules.SystemProperty;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;

/**
 * Rules as a store keeps them: one AMQP value, a list of maps, whose values have the types that the client gave them. With
 * the parameters, which the answers of {@code $management} leave out.
 */
final class RuleRecords {

    private static final String NAME = "name";
    private static final String BOOLEAN = "boolean";
    private static final String SQL = "sql";
    private static final String PARAMETERS = "parameters";
    private static final String SYSTEM = "system";
    private static final String APPLICATION = "application";
    private static final String ACTION = "action";

    private RuleRecords() {}

    /** Equal rules give equal bytes. */
    static byte[] encode(List<Rule> rules) {
        return AmqpCodec.encode(
                new AmqpValue(rules.stream().map(RuleRecords::record).toList()));
    }

    /** Throws IllegalArgumentException for anything but what {@link #encode} made. */
    static List<Rule> decode(byte[] encoded) {
        if (!(AmqpCodec.section(encoded, 0, AmqpValue.class).getValue() instanceof List<?> records)) {
            throw new IllegalArgumentException("not a list of rules");
        }
        var rules = new ArrayList<Rule>();
        records.forEach(record -> rules.add(rule(new ManagementRequest((Map<?, ?>) record))));
        return List.copyOf(rules);
    }

    private static Map<String, Object> record(Rule rule) {
        // Sorted: the order of other maps is another in each process.
        var record = new TreeMap<String, Object>();
        record.put(NAME, rule.name());
        if (rule.action() != null) {
            record.put(ACTION, rule.action().expression());
        }
        if (rule.filter() instanceof SqlFilter sql) {
            record.put(SQL, sql.expression());
            record.put(PARAMETERS, new TreeMap<>(sql.parameters()));
        } else if (rule.filter() instanceof CorrelationFilter correlation) {
            var system = new TreeMap<String, Object>();
            correlation.system().forEach((property, value) -> system.put(property.propertyName(), value));
            record.put(SYSTEM, system);
            record.put(APPLICATION, new TreeMap<>(correlation.application()));
        } else {
            record.put(BOOLEAN, rule.filter().toString());
        }
        return record;
    }

    private static Rule rule(ManagementRequest record) {
        var action = record.text(ACTION);
        return new Rule(record.requireText(NAME), filter(record), action == null ? null : new SqlAction(action));
    }

    private static RuleFilter filter(ManagementRequest record) {
        if (record.text(BOOLEAN) != null) {
            return BooleanFilter.valueOf(record.text(BOOLEAN));
        }
        if (record.text(SQL) != null) {
            return new SqlFilter(record.text(SQL), Settlement.byName(record.map(PARAMETERS)));
        }
        var system = new EnumMap<SystemProperty, String>(SystemProperty.class);
        record.map(SYSTEM)
                .forEach((name, value) ->
                        system.put(SystemProperty.named(name.toString()).orElseThrow(), value.toString()));
        return new CorrelationFilter(system, Settlement.byName(record.map(APPLICATION)));
    }
}
