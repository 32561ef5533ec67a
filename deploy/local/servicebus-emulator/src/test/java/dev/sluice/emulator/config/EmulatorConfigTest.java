package dev.sluice.emulator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.QueueOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorConfigTest {

    @TempDir
    Path folder;

    @Test
    void aFileOfTheOfficialEmulatorIsReadAsItIs() throws IOException {
        var queues = EmulatorConfig.read(file("""
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
        assertThat(queues)
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

    @Test
    void topicsAreRefusedByTheirPath() throws IOException {
        var file = file("{\"UserConfig\":{\"Namespaces\":[{\"Name\":\"n\",\"Topics\":[{\"Name\":\"t\"}]}]}}");
        assertThatThrownBy(() -> EmulatorConfig.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": $.UserConfig.Namespaces[0].Topics: topics are not supported yet");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "LockDuration": "1 minute"   | .LockDuration: expected an ISO 8601 duration such as "PT1M", found "1 minute"
            "LockDuration": "PT0S"       | : expected usable values: queue 'q' needs a lock duration above zero
            "MaxDeliveryCount": "3"      | .MaxDeliveryCount: expected a whole number, found "3"
            "MaxDeliveryCount": 1.5      | .MaxDeliveryCount: expected a whole number, found 1.5
            "RequiresSession": 1         | .RequiresSession: expected true or false, found 1
            "ForwardTo": "other"         | .ForwardTo: forwarding is not supported yet
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
