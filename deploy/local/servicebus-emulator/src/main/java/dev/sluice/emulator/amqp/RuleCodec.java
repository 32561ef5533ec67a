package dev.sluice.emulator.amqp;

import dev.sluice.emulator.rules.BooleanFilter;
import dev.sluice.emulator.rules.CorrelationFilter;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.RuleFilter;
import dev.sluice.emulator.rules.SqlAction;
import dev.sluice.emulator.rules.SqlFilter;
import dev.sluice.emulator.rules.SystemProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.UnknownDescribedType;
import org.apache.qpid.proton.amqp.UnsignedLong;

/**
 * Rules as {@code $management} writes them: maps in requests, described lists in answers.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response">AMQP 1.0 in
 *     Azure Service Bus: request-response-based operations, rule operations</a>
 */
final class RuleCodec {

    private static final long RULE_DESCRIPTION = 0x13700000004L;
    private static final long EMPTY_ACTION = 0x13700000005L;
    private static final long SQL_ACTION = 0x13700000006L;
    private static final long SQL_FILTER = 0x1370000006L;
    private static final long TRUE_FILTER = 0x1370000007L;
    private static final long FALSE_FILTER = 0x1370000008L;
    private static final long CORRELATION_FILTER = 0x1370000009L;

    /** The properties of a correlation filter in the order of its list, under the names of its map. */
    private enum Correlated {
        CORRELATION_ID("correlation-id", SystemProperty.CORRELATION_ID),
        MESSAGE_ID("message-id", SystemProperty.MESSAGE_ID),
        TO("to", SystemProperty.TO),
        REPLY_TO("reply-to", SystemProperty.REPLY_TO),
        LABEL("label", SystemProperty.LABEL),
        SESSION_ID("session-id", SystemProperty.SESSION_ID),
        REPLY_TO_SESSION_ID("reply-to-session-id", SystemProperty.REPLY_TO_SESSION_ID),
        CONTENT_TYPE("content-type", SystemProperty.CONTENT_TYPE);

        private final String key;
        private final SystemProperty property;

        Correlated(String key, SystemProperty property) {
            this.key = key;
            this.property = property;
        }
    }

    private RuleCodec() {}

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if the description is not one, or an expression is wrong
     */
    static Rule decode(String name, ManagementRequest description) {
        return new Rule(name, filter(description), action(description));
    }

    static DescribedType encode(Rule rule) {
        return described(RULE_DESCRIPTION, encode(rule.filter()), encode(rule.action()), rule.name());
    }

    private static RuleFilter filter(ManagementRequest description) {
        var sql = description.map("sql-filter");
        if (!sql.isEmpty()) {
            var filter = new ManagementRequest(sql);
            return new SqlFilter(filter.requireText("expression"), Settlement.byName(filter.map("parameters")));
        }
        var correlation = description.map("correlation-filter");
        if (!correlation.isEmpty()) {
            return correlation(new ManagementRequest(correlation));
        }
        throw new IllegalArgumentException("'rule-description' needs a 'sql-filter' or a 'correlation-filter'");
    }

    private static CorrelationFilter correlation(ManagementRequest filter) {
        var system = new EnumMap<SystemProperty, String>(SystemProperty.class);
        for (var correlated : Correlated.values()) {
            var value = filter.text(correlated.key);
            if (value != null) {
                system.put(correlated.property, value);
            }
        }
        return new CorrelationFilter(system, new LinkedHashMap<>(Settlement.byName(filter.map("properties"))));
    }

    private static SqlAction action(ManagementRequest description) {
        var action = new ManagementRequest(description.map("sql-rule-action"));
        return action.text("expression") == null ? null : new SqlAction(action.text("expression"));
    }

    private static DescribedType encode(RuleFilter filter) {
        if (filter instanceof SqlFilter sql) {
            return described(SQL_FILTER, sql.expression());
        }
        if (filter instanceof CorrelationFilter correlation) {
            var fields = new ArrayList<Object>();
            Arrays.stream(Correlated.values())
                    .forEach(correlated -> fields.add(correlation.system().get(correlated.property)));
            fields.add(correlation.application());
            return new UnknownDescribedType(UnsignedLong.valueOf(CORRELATION_FILTER), fields);
        }
        return described(filter == BooleanFilter.TRUE ? TRUE_FILTER : FALSE_FILTER);
    }

    private static DescribedType encode(SqlAction action) {
        return action == null ? described(EMPTY_ACTION) : described(SQL_ACTION, action.expression());
    }

    private static DescribedType described(long descriptor, Object... fields) {
        return new UnknownDescribedType(UnsignedLong.valueOf(descriptor), List.of(fields));
    }
}
