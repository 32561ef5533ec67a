package dev.sluice.emulator.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a topic does with a message: each subscription gets the copies that its rules make. Thread-safe. */
final class TopicDistribution implements Onward {

    private record Subscription(MessageQueue queue, SubscriptionRules rules) {}

    private final MessageFormat format;
    private final MessageStore store;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    TopicDistribution(MessageFormat format, MessageStore store) {
        this.format = format;
        this.store = store;
    }

    void add(MessageQueue queue, SubscriptionRules rules) {
        subscriptions.add(new Subscription(queue, rules));
    }

    /** A message that no subscription selects is dropped without a word, as in Azure. The copies share the encoded bytes. */
    @Override
    public void accept(QueuedMessage message, int hops) {
        // One view for all: it reads the properties once, when the first rule asks for them.
        var view = format.view(message);
        int taken = 0;
        for (var subscription : subscriptions) {
            var copies = subscription.rules().copies(message, view);
            taken += copies.selected().size() + copies.failed().size();
            copies.selected().forEach(copy -> subscription.queue().intake().copy(copy, hops));
            copies.failed().forEach(subscription.queue().intake()::failedCopy);
        }
        if (taken > 1) {
            store.share(message.content().body());
        }
    }
}
