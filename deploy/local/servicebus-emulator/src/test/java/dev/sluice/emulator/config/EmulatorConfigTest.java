package dev.sluice.emulator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.SubscriptionOptions;
import dev.sluice.emulator.broker.TopicOptions;
import dev.sluice.emulator.rules.CorrelationFilter;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.SqlAction;
import dev.sluice.emulator.rules.SqlFilter;
import dev.sluice.emulator.rules.SystemProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorConfigTest {

    @TempDir
    Path folder;

    @Test
    void aFileOfTheOfficialEmulatorIsReadAsItIs() throws IOException {
        var entities = EmulatorConfig.read(file("""
                {
                  "UserConfig": {
                    "Namespaces": [
                      {
                        "Name": "sbemulatorns",
                        "Queues": [
                          {
                            "Name": "queue.1",
                            "Properties": {
                              "DeadLetteringOnMessageExpiration": true,
                              "DefaultMessageTimeToLive": "PT1H",
                              "DuplicateDetectionHistoryTimeWindow": "PT20S",
                              "ForwardDeadLetteredMessagesTo": "parked",
                              "ForwardTo": "",
                              "LockDuration": "PT1M",
                              "MaxDeliveryCount": 3,
                              "RequiresDuplicateDetection": true,
                              "RequiresSession": false
                            }
                          },
                          { "Name": "parked", "Properties": { "DuplicateDetectionHistoryTimeWindow": "PT20S",
                            "ForwardDeadLetteredMessagesTo": "", "RequiresDuplicateDetection": false } },
                          { "Name": "plain" },
                          { "Name": "grouped", "Properties": { "RequiresSession": true } }
                        ],
                        "Topics": []
                      }
                    ],
                    "Logging": { "Type": "File" }
                  }
                }
                """));
        assertThat(entities.queues())
                .containsExactly(
                        QueueOptions.named("queue.1")
                                .deadLetteringOnMessageExpiration(true)
                                .defaultTimeToLive(Duration.ofHours(1))
                                .duplicateDetectionWindow(Duration.ofSeconds(20))
                                .forwardDeadLetteredMessagesTo("parked")
                                .lockDuration(Duration.ofMinutes(1))
                                .maxDeliveryCount(3),
                        QueueOptions.named("parked"),
                        QueueOptions.named("plain"),
                        QueueOptions.named("grouped").requiresSession(true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "LockDuration": "1 minute"   | .LockDuration: expected an ISO 8601 duration such as "PT1M", found "1 minute"
            "LockDuration": "PT0S"       | : expected usable values: queue 'q' needs a lock duration above zero
            "MaxDeliveryCount": "3"      | .MaxDeliveryCount: expected a whole number, found "3"
            "MaxDeliveryCount": 1.5      | .MaxDeliveryCount: expected a whole number, found 1.5
            "RequiresSession": 1         | .RequiresSession: expected true or false, found 1
            "ForwardTo": 1               | .ForwardTo: expected a string, found 1
            "RequiresSession": true, "ForwardTo": "x" | : expected usable values: queue 'q' needs either sessions or auto-forwarding, not both
            "LockDuratoin": "PT1M"       | .LockDuratoin: expected one of [
            """)
    void aWrongPropertyIsNamedByFileAndPath(String property, String complaint) throws IOException {
        var file = file("{\"UserConfig\":{\"Namespaces\":[{\"Name\":\"n\",\"Queues\":[{\"Name\":\"q\",\"Properties\":{"
                + property + "}}]}]}}");
        var path = file + ": $.UserConfig.Namespaces[0].Queues[0]"
                + (complaint.startsWith(":") ? complaint : ".Properties" + complaint);
        assertThatThrownBy(() -> EmulatorConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(path);
    }

    @Test
    void topicsSubscriptionsAndRulesAreReadAsTheyAre() throws IOException {
        var entities = EmulatorConfig.read(file("""
                {"UserConfig": {"Namespaces": [{"Name": "sbemulatorns", "Queues": [], "Topics": [
                  {
                    "Name": "topic.1",
                    "Properties": {
                      "DefaultMessageTimeToLive": "PT1H",
                      "DuplicateDetectionHistoryTimeWindow": "PT20S",
                      "RequiresDuplicateDetection": true
                    },
                    "Subscriptions": [
                      {
                        "Name": "subscription.1",
                        "Properties": {
                          "DeadLetteringOnMessageExpiration": true,
                          "DefaultMessageTimeToLive": "PT30M",
                          "LockDuration": "PT1M",
                          "MaxDeliveryCount": 3,
                          "ForwardDeadLetteredMessagesTo": "dead",
                          "ForwardTo": "",
                          "RequiresSession": false
                        },
                        "Rules": [
                          {
                            "Name": "correlated",
                            "Properties": {
                              "FilterType": "Correlation",
                              "CorrelationFilter": {
                                "ContentType": "application/text",
                                "CorrelationId": "id1",
                                "Label": "subject1",
                                "MessageId": "msgid1",
                                "ReplyTo": "someQueue",
                                "ReplyToSessionId": "sessionId",
                                "SessionId": "session1",
                                "To": "xyz",
                                "Properties": { "text": "a", "whole": 5, "part": 2.5, "flag": true }
                              }
                            }
                          },
                          {
                            "Name": "sql",
                            "Properties": {
                              "FilterType": "Sql",
                              "SqlFilter": { "SqlExpression": "sys.MessageId = '123' AND userProp1 = 'value1'" },
                              "Action": { "SqlExpression": "SET sys.To = 'Entity'" }
                            }
                          }
                        ]
                      },
                      { "Name": "forwarding", "Properties": { "ForwardTo": "end" }, "Rules": [] }
                    ]
                  },
                  { "Name": "bare" }
                ]}], "Logging": { "Type": "File" }}}
                """));
        var correlation = new CorrelationFilter(
                Map.of(
                        SystemProperty.CONTENT_TYPE, "application/text",
                        SystemProperty.CORRELATION_ID, "id1",
                        SystemProperty.LABEL, "subject1",
                        SystemProperty.MESSAGE_ID, "msgid1",
                        SystemProperty.REPLY_TO, "someQueue",
                        SystemProperty.REPLY_TO_SESSION_ID, "sessionId",
                        SystemProperty.SESSION_ID, "session1",
                        SystemProperty.TO, "xyz"),
                Map.of("text", "a", "whole", 5L, "part", 2.5, "flag", true));
        var sql = new Rule(
                "sql",
                new SqlFilter("sys.MessageId = '123' AND userProp1 = 'value1'"),
                new SqlAction("SET sys.To = 'Entity'"));
        assertThat(entities.queues()).isEmpty();
        assertThat(entities.topics())
                .containsExactly(
                        TopicOptions.of(QueueOptions.named("topic.1")
                                        .defaultTimeToLive(Duration.ofHours(1))
                                        .duplicateDetectionWindow(Duration.ofSeconds(20)))
                                .subscription(SubscriptionOptions.of(QueueOptions.named("subscription.1")
                                                .deadLetteringOnMessageExpiration(true)
                                                .defaultTimeToLive(Duration.ofMinutes(30))
                                                .lockDuration(Duration.ofMinutes(1))
                                                .maxDeliveryCount(3)
                                                .forwardDeadLetteredMessagesTo("dead"))
                                        .rule(new Rule("correlated", correlation))
                                        .rule(sql))
                                .subscription(SubscriptionOptions.of(
                                        QueueOptions.named("forwarding").forwardTo("end"))),
                        TopicOptions.named("bare"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                       | .Properties: expected a value, found none
            {"Properties":{}}                        | .Properties.FilterType: expected a value, found none
            {"Properties":{"FilterType":"SqlFilter"}} | .Properties.FilterType: expected "Correlation" or "Sql", found "SqlFilter"
            {"Properties":{"FilterType":"Sql"}}      | .Properties.SqlFilter: expected a value, found none
            {"Properties":{"FilterType":"Sql","SqlFilter":{}}} | .Properties.SqlFilter.SqlExpression: expected a value, found none
            {"Properties":{"FilterType":"Sql","SqlFilter":{"SqlExpression":"a = 1 AND"}}} | .Properties.SqlFilter.SqlExpression: line 1, column 10: expected a value, found the end of the expression
            {"Name":"r","Properties":{"FilterType":"Sql","SqlFilter":{"SqlExpression":"1=1"},"Action":{"SqlExpression":"SAT a"}}} | .Properties.Action.SqlExpression: line 1, column 1: expected SET or REMOVE, found 'SAT'
            {"Name":"a/b","Properties":{"FilterType":"Sql","SqlFilter":{"SqlExpression":"1=1"}}} | .Name: a rule needs a name of 1 to 50 characters
            {"Properties":{"FilterType":"Correlation","CorrelationFilter":{}}} | .Properties.CorrelationFilter: a correlation filter needs at least one property
            {"Properties":{"FilterType":"Correlation","CorrelationFilter":{"Subject":"x"}}} | .Properties.CorrelationFilter.Subject: expected one of [
            {"Properties":{"FilterType":"Correlation","CorrelationFilter":{"Label":5}}} | .Properties.CorrelationFilter.Label: expected a string, found 5
            {"Properties":{"FilterType":"Correlation","CorrelationFilter":{"Properties":{"a":[]}}}} | .Properties.CorrelationFilter.Properties.a: expected a string, a number, true or false, found []
            {"Nmae":"r"}                             | .Nmae: expected one of [Name, Properties]
            """)
    void aWrongRuleIsNamedByFileAndPath(String rule, String complaint) throws IOException {
        var file =
                file("{\"UserConfig\":{\"Namespaces\":[{\"Topics\":[{\"Name\":\"t\",\"Subscriptions\":[{\"Name\":\"s\","
                        + "\"Rules\":[" + rule + "]}]}]}]}}");
        assertThatThrownBy(() -> EmulatorConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(
                        file + ": $.UserConfig.Namespaces[0].Topics[0].Subscriptions[0].Rules[0]" + complaint);
    }

    @Test
    void aTopicHasNoPropertiesOfAQueue() throws IOException {
        var file =
                file("{\"UserConfig\":{\"Namespaces\":[{\"Topics\":[{\"Name\":\"t\",\"Properties\":{\"LockDuration\":"
                        + "\"PT1M\"}}]}]}}");
        assertThatThrownBy(() -> EmulatorConfig.read(file))
                .hasMessageStartingWith(
                        file + ": $.UserConfig.Namespaces[0].Topics[0].Properties.LockDuration: expected");
    }

    @Test
    void whatIsMissingOrNotJsonIsSaid() throws IOException {
        var empty = file("{}");
        assertThatThrownBy(() -> EmulatorConfig.read(empty))
                .hasMessage(empty + ": $.UserConfig: expected a value, found none");
        var broken = file("{\"UserConfig\":\n oops}");
        assertThatThrownBy(() -> EmulatorConfig.read(broken))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(broken + ": line 2, column ");
        var blank = file("");
        assertThatThrownBy(() -> EmulatorConfig.read(blank))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(blank + ": $: expected an object");
        var absent = folder.resolve("absent.json");
        assertThatThrownBy(() -> EmulatorConfig.read(absent))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(absent + ": $: expected a file that can be read");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "Config", ".json"), json);
    }
}
