package dev.sluice.emulator.broker;

import dev.sluice.emulator.rules.MessageView;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.RuleEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The rules of one subscription: which copies of a message it gets. Thread-safe; a change holds for the messages that
 * come after it.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/topic-filters">Topic filters and actions</a>
 */
public final class SubscriptionRules {

    /** The application property that names the rule whose action made a copy. */
    public static final String RULE_NAME = "RuleName";

    // Azure's quota for one subscription's filters: 2,000 in SQL for the whole topic.
    private static final int MAX_RULES = 2000;

    private final String path;
    private final boolean deadLettering;
    private final MessageFormat format;
    private final MessageStore store;
    private final KeptRules kept;
    private volatile List<Rule> rules;

    SubscriptionRules(
            String path, SubscriptionOptions options, MessageFormat format, MessageStore store, EntityStore entity) {
        this.path = path;
        this.deadLettering = options.deadLetteringOnFilterEvaluationExceptions();
        this.format = format;
        this.store = store;
        var declared = options.rules().isEmpty() ? List.of(Rule.matchingAll()) : options.rules();
        this.kept = new KeptRules(declared, format, entity);
        this.rules = kept.restored();
    }

    /** All rules in the order in which they were added; does not change later. */
    public List<Rule> list() {
        return rules;
    }

    /**
     * Adds a rule.
     *
     * @throws BrokerException ENTITY_EXISTS if there is one of that name, QUOTA_EXCEEDED if there are too many
     */
    public void add(Rule rule) {
        change(() -> withAdded(rule));
    }

    private List<Rule> withAdded(Rule rule) {
        if (rules.stream().anyMatch(existing -> existing.name().equalsIgnoreCase(rule.name()))) {
            throw new BrokerException(
                    BrokerException.Reason.ENTITY_EXISTS,
                    "The messaging entity '" + path + "|" + rule.name()
                            + "' already exists. To know more visit https://aka.ms/sbResourceMgrExceptions. ");
        }
        if (rules.size() == MAX_RULES) {
            throw new BrokerException(
                    BrokerException.Reason.QUOTA_EXCEEDED,
                    "The subscription '" + path + "' has " + MAX_RULES + " rules and can't have more.");
        }
        var changed = new ArrayList<>(rules);
        changed.add(rule);
        return List.copyOf(changed);
    }

    /**
     * Removes a rule; a subscription without any selects nothing.
     *
     * @throws BrokerException ENTITY_NOT_FOUND if there is none of that name
     */
    public void remove(String name) {
        change(() -> without(name));
    }

    private List<Rule> without(String name) {
        var rest = rules.stream()
                .filter(rule -> !rule.name().equalsIgnoreCase(name))
                .toList();
        if (rest.size() == rules.size()) {
            throw new BrokerException(
                    BrokerException.Reason.ENTITY_NOT_FOUND,
                    "The messaging entity '" + path + "|" + name
                            + "' could not be found. To know more visit https://aka.ms/sbResourceMgrExceptions. ");
        }
        return rest;
    }

    private void change(Supplier<List<Rule>> work) {
        store.requireWritable();
        store.enter();
        try {
            synchronized (this) {
                var changed = work.get();
                kept.keep(changed);
                rules = changed;
            }
        } finally {
            store.leave();
        }
    }

    /**
     * What the subscription gets of one message.
     *
     * @param selected the copies to keep
     * @param failed the copies to dead-letter, as a rule could not be applied
     */
    record Copies(List<QueuedMessage> selected, List<QueuedMessage> failed) {}

    /** One copy for each rule with an action that selects the message, and one if any without an action does. */
    Copies copies(QueuedMessage message, MessageView view) {
        var copies = new Copies(new ArrayList<>(), new ArrayList<>());
        boolean plain = false;
        for (var rule : rules) {
            // One plain copy is all there can be.
            if (plain && rule.action() == null) {
                continue;
            }
            try {
                if (rule.filter().matches(view)) {
                    plain |= rule.action() == null;
                    copies.selected().add(rule.action() == null ? message : changed(rule, message, view));
                }
            } catch (RuleEvaluationException e) {
                if (deadLettering && copies.failed().isEmpty()) {
                    copies.failed()
                            .add(message.withProperties(DeadLetterReason.ruleFailed(rule.name(), e.getMessage())));
                }
            }
        }
        return copies;
    }

    private QueuedMessage changed(Rule rule, QueuedMessage message, MessageView view) {
        var changes = rule.action().apply(view);
        var changed = changes.onlySetsApplicationProperties()
                ? message.withProperties(changes.set())
                : message.rewritten(format.rewrite(message, changes));
        return changed.withProperties(Map.of(RULE_NAME, rule.name()));
    }
}
