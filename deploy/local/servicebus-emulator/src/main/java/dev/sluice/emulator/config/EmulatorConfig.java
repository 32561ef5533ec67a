package dev.sluice.emulator.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.emulator.broker.QueueOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Reads the official emulator's {@code Config.json}.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/test-locally-with-service-bus-emulator">Test
 *     locally by using the Azure Service Bus emulator</a>
 */
public final class EmulatorConfig {

    private static final Duration DEFAULT_DUPLICATE_WINDOW = Duration.ofMinutes(10);
    private static final Set<String> QUEUE_PROPERTIES = Set.of(
            "DeadLetteringOnMessageExpiration",
            "DefaultMessageTimeToLive",
            "DuplicateDetectionHistoryTimeWindow",
            "ForwardDeadLetteredMessagesTo",
            "ForwardTo",
            "LockDuration",
            "MaxDeliveryCount",
            "RequiresDuplicateDetection",
            "RequiresSession");

    private EmulatorConfig() {}

    /**
     * The queues of a file.
     *
     * @throws ConfigException if the file can't be read, is not what the official emulator takes, or asks for what this
     *     one does not have
     */
    public static List<QueueOptions> read(Path file) {
        var namespaces = root(file).require("UserConfig").require("Namespaces").elements();
        return namespaces.stream()
                .flatMap(namespace -> queues(namespace).stream())
                .toList();
    }

    private static ConfigNode root(Path file) {
        var mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            return new ConfigNode(file, "$", mapper.readTree(Files.readString(file)));
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw new ConfigException(
                    file,
                    "line " + where.getLineNr() + ", column " + where.getColumnNr(),
                    "expected JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ConfigException(file, "$", "expected a file that can be read: " + e);
        }
    }

    private static List<QueueOptions> queues(ConfigNode namespace) {
        namespace.allow(Set.of("Name", "Queues", "Topics"));
        var topics = namespace.get("Topics");
        if (topics != null && !topics.elements().isEmpty()) {
            throw new ConfigException(topics.file(), topics.path(), "topics are not supported yet");
        }
        var queues = namespace.get("Queues");
        return queues == null
                ? List.of()
                : queues.elements().stream().map(EmulatorConfig::queue).toList();
    }

    private static QueueOptions queue(ConfigNode queue) {
        queue.allow(Set.of("Name", "Properties"));
        var name = queue.require("Name");
        var properties = queue.get("Properties");
        try {
            var options = QueueOptions.named(name.text());
            return properties == null ? options : withProperties(options, properties);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(queue.file(), queue.path(), "expected usable values: " + e.getMessage());
        }
    }

    private static QueueOptions withProperties(QueueOptions defaults, ConfigNode properties) {
        properties.allow(QUEUE_PROPERTIES);
        var forwardTo = properties.get("ForwardTo");
        if (forwardTo != null && !forwardTo.text().isEmpty()) {
            throw new ConfigException(forwardTo.file(), forwardTo.path(), "forwarding is not supported yet");
        }
        var options = defaults;
        var lock = properties.get("LockDuration");
        options = lock == null ? options : options.lockDuration(lock.duration());
        var deliveries = properties.get("MaxDeliveryCount");
        options = deliveries == null ? options : options.maxDeliveryCount(deliveries.integer());
        var timeToLive = properties.get("DefaultMessageTimeToLive");
        options = timeToLive == null ? options : options.defaultTimeToLive(timeToLive.duration());
        var deadLetters = properties.get("DeadLetteringOnMessageExpiration");
        options = deadLetters == null ? options : options.deadLetteringOnMessageExpiration(deadLetters.bool());
        var target = properties.get("ForwardDeadLetteredMessagesTo");
        options = target == null || target.text().isEmpty()
                ? options
                : options.forwardDeadLetteredMessagesTo(target.text());
        var sessions = properties.get("RequiresSession");
        options = sessions == null ? options : options.requiresSession(sessions.bool());
        return options.duplicateDetectionWindow(duplicateWindow(properties));
    }

    /** The window counts only where duplicate detection is asked for; the official samples name it everywhere. */
    private static Duration duplicateWindow(ConfigNode properties) {
        var window = properties.get("DuplicateDetectionHistoryTimeWindow");
        var asked = properties.get("RequiresDuplicateDetection");
        var duration = window == null ? DEFAULT_DUPLICATE_WINDOW : window.duration();
        return asked != null && asked.bool() ? duration : Duration.ZERO;
    }
}
