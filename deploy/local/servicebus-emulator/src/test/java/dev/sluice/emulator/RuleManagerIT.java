package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusRuleManagerClient;
import com.azure.messaging.servicebus.administration.models.CorrelationRuleFilter;
import com.azure.messaging.servicebus.administration.models.CreateRuleOptions;
import com.azure.messaging.servicebus.administration.models.FalseRuleFilter;
import com.azure.messaging.servicebus.administration.models.RuleFilter;
import com.azure.messaging.servicebus.administration.models.RuleProperties;
import com.azure.messaging.servicebus.administration.models.SqlRuleAction;
import com.azure.messaging.servicebus.administration.models.SqlRuleFilter;
import com.azure.messaging.servicebus.administration.models.TrueRuleFilter;
import dev.sluice.emulator.broker.SubscriptionOptions;
import dev.sluice.emulator.broker.TopicOptions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules as the SDK's rule manager makes, lists and removes them, and what they do to messages. */
class RuleManagerIT extends SdkTest {

    private ServiceBusRuleManagerClient rules;

    @BeforeEach
    void connect() {
        start(TopicOptions.named("t").subscription(SubscriptionOptions.named("s")));
        rules = closing(
                clients().ruleManager().topicName("t").subscriptionName("s").buildClient());
    }

    private void create(String name, RuleFilter filter) {
        rules.createRule(name, new CreateRuleOptions().setFilter(filter));
    }

    private RuleProperties listed(String name) {
        return rules.listRules().stream()
                .filter(rule -> rule.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNewSubscriptionHasTheDefaultRule() {
        assertThat(rules.listRules()).singleElement().satisfies(rule -> {
            assertThat(rule.getName()).isEqualTo("$Default");
            assertThat(rule.getFilter()).isInstanceOf(TrueRuleFilter.class);
            assertThat(rule.getAction()).isNull();
        });
    }

    @Test
    void everyKindOfRuleComesBackAsItWasMade() {
        var correlation = new CorrelationRuleFilter("corr")
                .setLabel("label")
                .setContentType("text/plain")
                .setMessageId("id")
                .setReplyTo("back")
                .setReplyToSessionId("back-session")
                .setSessionId("session")
                .setTo("there");
        correlation.getProperties().put("text", "a");
        correlation.getProperties().put("number", 5);
        create("correlation", correlation);
        rules.createRule(
                "sql",
                new CreateRuleOptions()
                        .setFilter(new SqlRuleFilter("color = 'red'"))
                        .setAction(new SqlRuleAction("SET area = 'north'")));
        create("false", new FalseRuleFilter());

        assertThat(listed("correlation").getFilter()).isInstanceOfSatisfying(CorrelationRuleFilter.class, filter -> {
            assertThat(filter.getCorrelationId()).isEqualTo("corr");
            assertThat(filter.getLabel()).isEqualTo("label");
            assertThat(filter.getContentType()).isEqualTo("text/plain");
            assertThat(filter.getMessageId()).isEqualTo("id");
            assertThat(filter.getReplyTo()).isEqualTo("back");
            assertThat(filter.getReplyToSessionId()).isEqualTo("back-session");
            assertThat(filter.getSessionId()).isEqualTo("session");
            assertThat(filter.getTo()).isEqualTo("there");
            // The SDK makes strings of them.
            assertThat(filter.getProperties()).containsEntry("text", "a").containsEntry("number", "5");
        });
        assertThat(listed("sql").getFilter())
                .isInstanceOfSatisfying(SqlRuleFilter.class, filter -> assertThat(filter.getSqlExpression())
                        .isEqualTo("color = 'red'"));
        assertThat(listed("sql").getAction())
                .isInstanceOfSatisfying(SqlRuleAction.class, action -> assertThat(action.getSqlExpression())
                        .isEqualTo("SET area = 'north'"));
        assertThat(listed("false").getFilter())
                .isInstanceOfSatisfying(SqlRuleFilter.class, filter -> assertThat(filter.getSqlExpression())
                        .isEqualTo("1=0"));
    }

    @Test
    void hundredsOfRulesAreListedWhole() {
        IntStream.range(0, 300).forEach(i -> create("rule-" + i, new SqlRuleFilter("a = " + i)));
        rules.deleteRule("$Default");
        assertThat(rules.listRules().stream().map(RuleProperties::getName))
                .containsExactlyElementsOf(
                        IntStream.range(0, 300).mapToObj(i -> "rule-" + i).toList());
    }

    @Test
    void withoutAnyRuleNothingIsListedAndNothingSelected() {
        rules.deleteRule("$Default");
        assertThat(rules.listRules()).isEmpty();
        topicSender("t").sendMessage(message("m"));
        assertThat(emulator.counts("t/Subscriptions/s").active()).isZero();
    }

    @Test
    void mistakesAreToldAsAzureTellsThem() {
        assertThatThrownBy(() -> create("$Default", new TrueRuleFilter()))
                .isInstanceOf(ServiceBusException.class)
                .hasMessageContaining("already exists");
        assertThatThrownBy(() -> rules.deleteRule("gone")).hasMessageContaining("could not be found");
        assertThatThrownBy(() -> create("bad", new SqlRuleFilter("color = AND")))
                .hasMessageContaining("line 1, column 9: expected a value, found 'AND'");
        assertThatThrownBy(() -> rules.createRule(
                        "bad",
                        new CreateRuleOptions()
                                .setFilter(new TrueRuleFilter())
                                .setAction(new SqlRuleAction("SET = 1"))))
                .hasMessageContaining("line 1, column 5: expected a property, found '='");
        assertThat(rules.listRules()).hasSize(1);
    }

    @Test
    void anActionChangesWhatIsDeliveredAndNotTheBody() {
        rules.deleteRule("$Default");
        rules.createRule(
                "change",
                new CreateRuleOptions()
                        .setFilter(new SqlRuleFilter("sys.Label = 'old' AND quantity > 5"))
                        .setAction(new SqlRuleAction(
                                "SET sys.Label = 'new'; SET sys.To = user.color; SET sys.MessageId = 'id2';"
                                        + " SET sys.ContentType = 'text/x'; SET sys.CorrelationId = 'c'; SET sys.ReplyTo = 'r';"
                                        + " REMOVE color; SET quantity = quantity / 2; SET fresh = TRUE")));
        var message = message("the body").setMessageId("id1").setSubject("old").setPartitionKey("key");
        message.getApplicationProperties().put("color", "red");
        message.getApplicationProperties().put("quantity", 10);
        topicSender("t").sendMessage(message);

        var subscription = subscriber("t", "s");
        var received = receiveOne(subscription);
        assertThat(received.getBody().toString()).isEqualTo("the body");
        assertThat(received.getSubject()).isEqualTo("new");
        assertThat(received.getTo()).isEqualTo("red");
        assertThat(received.getMessageId()).isEqualTo("id2");
        assertThat(received.getContentType()).isEqualTo("text/x");
        assertThat(received.getCorrelationId()).isEqualTo("c");
        assertThat(received.getReplyTo()).isEqualTo("r");
        assertThat(received.getPartitionKey()).isEqualTo("key");
        assertThat(received.getApplicationProperties())
                .containsOnlyKeys("quantity", "fresh", "RuleName")
                .containsEntry("quantity", 5)
                .containsEntry("fresh", true)
                .containsEntry("RuleName", "change");
        subscription.complete(received);
    }
}
