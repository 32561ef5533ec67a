package dev.sluice.emulator.config;

import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.SubscriptionOptions;
import dev.sluice.emulator.broker.TopicOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Turns the queues, topics and subscriptions of a configuration file into the broker's options. */
final class EntityConfig {

    private static final Duration DEFAULT_DUPLICATE_WINDOW = Duration.ofMinutes(10);
    private static final Set<String> SUBSCRIPTION_PROPERTIES = Set.of(
            "DeadLetteringOnMessageExpiration",
            "DefaultMessageTimeToLive",
            "ForwardDeadLetteredMessagesTo",
            "ForwardTo",
            "LockDuration",
            "MaxDeliveryCount",
            "RequiresSession");
    private static final Set<String> TOPIC_PROPERTIES =
            Set.of("DefaultMessageTimeToLive", "DuplicateDetectionHistoryTimeWindow", "RequiresDuplicateDetection");
    private static final Set<String> QUEUE_PROPERTIES = union(SUBSCRIPTION_PROPERTIES, TOPIC_PROPERTIES);

    private EntityConfig() {}

    static QueueOptions queue(ConfigNode queue) {
        queue.allow(Set.of("Name", "Properties"));
        return usable(queue, node -> options(node, QUEUE_PROPERTIES));
    }

    static TopicOptions topic(ConfigNode topic) {
        topic.allow(Set.of("Name", "Properties", "Subscriptions"));
        var subscriptions = topic.list("Subscriptions").stream()
                .map(EntityConfig::subscription)
                .toList();
        return usable(topic, node -> new TopicOptions(options(node, TOPIC_PROPERTIES), subscriptions));
    }

    private static SubscriptionOptions subscription(ConfigNode subscription) {
        subscription.allow(Set.of("Name", "Properties", "Rules"));
        var rules = subscription.list("Rules").stream().map(RuleConfig::rule).toList();
        return usable(
                subscription, node -> new SubscriptionOptions(options(node, SUBSCRIPTION_PROPERTIES), true, rules));
    }

    private static <T> T usable(ConfigNode node, Function<ConfigNode, T> read) {
        try {
            return read.apply(node);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(node.file(), node.path(), "expected usable values: " + e.getMessage());
        }
    }

    private static QueueOptions options(ConfigNode entity, Set<String> known) {
        var defaults = QueueOptions.named(entity.require("Name").text());
        var properties = entity.get("Properties");
        if (properties == null) {
            return defaults;
        }
        properties.allow(known);
        return withProperties(defaults, properties);
    }

    private static QueueOptions withProperties(QueueOptions defaults, ConfigNode properties) {
        var options = defaults;
        var lock = properties.get("LockDuration");
        options = lock == null ? options : options.lockDuration(lock.duration());
        var deliveries = properties.get("MaxDeliveryCount");
        options = deliveries == null ? options : options.maxDeliveryCount(deliveries.integer());
        var timeToLive = properties.get("DefaultMessageTimeToLive");
        options = timeToLive == null ? options : options.defaultTimeToLive(timeToLive.duration());
        var deadLetters = properties.get("DeadLetteringOnMessageExpiration");
        options = deadLetters == null ? options : options.deadLetteringOnMessageExpiration(deadLetters.bool());
        var sessions = properties.get("RequiresSession");
        options = sessions == null ? options : options.requiresSession(sessions.bool());
        return options.forwardDeadLetteredMessagesTo(properties.textOrNull("ForwardDeadLetteredMessagesTo"))
                .forwardTo(properties.textOrNull("ForwardTo"))
                .duplicateDetectionWindow(duplicateWindow(properties));
    }

    /** The window counts only where duplicate detection is asked for; the official samples name it everywhere. */
    private static Duration duplicateWindow(ConfigNode properties) {
        var window = properties.get("DuplicateDetectionHistoryTimeWindow");
        var asked = properties.get("RequiresDuplicateDetection");
        var duration = window == null ? DEFAULT_DUPLICATE_WINDOW : window.duration();
        return asked != null && asked.bool() ? duration : Duration.ZERO;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
