package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.MessageQueue;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.DescribedType;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

/** The rule operations as a client of any kind may ask for them. */
class RuleNodeTest {

    private final Broker broker =
            new Broker(Clock.systemUTC(), (when, work) -> () -> {}, new AmqpMessageFormat(), true);
    private final MessageQueue queue = broker.find("t/Subscriptions/s").orElseThrow();

    private Reply ask(String operation, Map<String, ?> body) {
        var request = Message.Factory.create();
        request.setApplicationProperties(new ApplicationProperties(Map.of("operation", "com.microsoft:" + operation)));
        request.setBody(new AmqpValue(body));
        return new ManagementNode(queue, broker.rules(queue.path()).orElse(null), this).handle(request, null);
    }

    private Reply add(String name, Map<String, ?> description) {
        return ask("add-rule", Map.of("rule-name", name, "rule-description", description));
    }

    @Test
    void pagesEndInNoContent() {
        add("second", Map.of("sql-filter", Map.of("expression", "a = 1")));
        var page = ask("enumerate-rules", Map.of("skip", 1, "top", 5));
        assertThat(page.statusCode()).isEqualTo(200);
        var rules = (List<?>) page.body().get("rules");
        var rule = (DescribedType) ((Map<?, ?>) rules.get(0)).get("rule-description");
        assertThat(rule.getDescriptor()).isEqualTo(UnsignedLong.valueOf(0x13700000004L));
        var fields = (List<?>) rule.getDescribed();
        assertThat(((DescribedType) fields.get(0)).getDescriptor()).isEqualTo(UnsignedLong.valueOf(0x1370000006L));
        assertThat(((DescribedType) fields.get(1)).getDescriptor()).isEqualTo(UnsignedLong.valueOf(0x13700000005L));
        assertThat(fields.get(2)).isEqualTo("second");
        assertThat(ask("enumerate-rules", Map.of("skip", 2, "top", 5)).statusCode())
                .isEqualTo(204);
        assertThat((List<?>) ask("enumerate-rules", Map.of("skip", 0, "top", 1))
                        .body()
                        .get("rules"))
                .hasSize(1);
    }

    @Test
    void aCorrelationFilterIsAListInItsOrder() {
        var correlation = new HashMap<String, Object>(nulls());
        correlation.put("to", "there");
        correlation.put("content-type", "text");
        correlation.put("properties", Map.of("number", 5));
        add("c", Map.of("correlation-filter", correlation, "sql-rule-action", Map.of("expression", "SET a = 1")));
        var rules = (List<?>)
                ask("enumerate-rules", Map.of("skip", 1, "top", 1)).body().get("rules");
        var rule = (DescribedType) ((Map<?, ?>) rules.get(0)).get("rule-description");
        var filter = (DescribedType) ((List<?>) rule.getDescribed()).get(0);
        assertThat(filter.getDescriptor()).isEqualTo(UnsignedLong.valueOf(0x1370000009L));
        assertThat(filter.getDescribed())
                .isEqualTo(Arrays.asList(null, null, "there", null, null, null, null, "text", Map.of("number", 5)));
        var action = (DescribedType) ((List<?>) rule.getDescribed()).get(1);
        assertThat(action.getDescriptor()).isEqualTo(UnsignedLong.valueOf(0x13700000006L));
        assertThat(action.getDescribed()).isEqualTo(List.of("SET a = 1"));
    }

    @Test
    void whatIsWrongHasItsStatus() {
        assertThat(add("$default", Map.of("sql-filter", Map.of("expression", "1=1"))))
                .satisfies(reply -> {
                    assertThat(reply.statusCode()).isEqualTo(409);
                    assertThat((Object) reply.errorCondition()).isEqualTo(AmqpErrors.ENTITY_ALREADY_EXISTS);
                });
        assertThat(ask("remove-rule", Map.of("rule-name", "gone"))).satisfies(reply -> {
            assertThat(reply.statusCode()).isEqualTo(404);
            assertThat((Object) reply.errorCondition()).isEqualTo(AmqpErrors.NOT_FOUND);
        });
        for (var description : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("sql-filter", Map.of("expression", 5)),
                Map.of("sql-filter", Map.of("expression", "a =")),
                Map.of("sql-filter", "a = 1"),
                Map.of("correlation-filter", nulls()),
                Map.of("sql-filter", Map.of("expression", "1=1"), "sql-rule-action", Map.of("expression", "no")))) {
            assertThat(add("x", description).statusCode()).as("%s", description).isEqualTo(400);
        }
        assertThat(add("", Map.of("sql-filter", Map.of("expression", "1=1"))).statusCode())
                .isEqualTo(400);
        assertThat(ask("remove-rule", Map.of()).statusCode()).isEqualTo(400);
        assertThat(ask("enumerate-rules", Map.of()).statusCode()).isEqualTo(400);
    }

    @Test
    void parametersMayComeWithAFilter() {
        assertThat(add("p", Map.of("sql-filter", Map.of("expression", "a = @x", "parameters", Map.of("@x", 1))))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void onlySubscriptionsHaveRules() {
        var other = new ManagementNode(
                broker.find("t").orElseThrow(), broker.rules("t").orElse(null), this);
        var request = Message.Factory.create();
        request.setApplicationProperties(
                new ApplicationProperties(Map.of("operation", "com.microsoft:enumerate-rules")));
        assertThat(other.handle(request, null).statusCode()).isEqualTo(400);
    }

    private static Map<String, Object> nulls() {
        var map = new HashMap<String, Object>();
        map.put("correlation-id", null);
        return map;
    }
}
