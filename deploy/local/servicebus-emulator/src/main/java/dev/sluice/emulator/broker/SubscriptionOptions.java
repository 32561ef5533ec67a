package dev.sluice.emulator.broker;

import dev.sluice.emulator.rules.Rule;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a subscription is created with.
 *
 * @param queue its name within the topic, and how it keeps its messages; sizes and duplicate detection are the topic's
 * @param deadLetteringOnFilterEvaluationExceptions whether a message that a rule can't be applied to is dead-lettered;
 *     otherwise that rule does not select it
 * @param rules what it selects; without any it has the rule {@code $Default}, which selects all
 */
public record SubscriptionOptions(
        QueueOptions queue, boolean deadLetteringOnFilterEvaluationExceptions, List<Rule> rules) {

    /** Refuses two rules of one name. */
    public SubscriptionOptions {
        rules = List.copyOf(rules);
        var names = rules.stream().map(rule -> rule.name().toLowerCase(Locale.ROOT));
        if (names.distinct().count() < rules.size()) {
            throw new IllegalArgumentException(
                    "subscription '" + queue.name() + "' needs rules with names that differ, regardless of case");
        }
    }

    /** A subscription with Azure's defaults. */
    public static SubscriptionOptions named(String name) {
        return of(QueueOptions.named(name));
    }

    /** A subscription that keeps its messages like this queue. */
    public static SubscriptionOptions of(QueueOptions queue) {
        return new SubscriptionOptions(queue, true, List.of());
    }

    /** Its name within the topic. */
    public String name() {
        return queue.name();
    }

    /** These options with one more rule. */
    public SubscriptionOptions rule(Rule rule) {
        return new SubscriptionOptions(
                queue,
                deadLetteringOnFilterEvaluationExceptions,
                Stream.concat(rules.stream(), Stream.of(rule)).toList());
    }

    /** These options with dead-lettering of messages that a rule can't be applied to switched on or off. */
    public SubscriptionOptions deadLetteringOnFilterEvaluationExceptions(boolean value) {
        return new SubscriptionOptions(queue, value, rules);
    }
}
