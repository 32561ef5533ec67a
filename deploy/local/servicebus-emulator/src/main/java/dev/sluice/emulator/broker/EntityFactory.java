package dev.sluice.emulator.broker;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Builds entities and connects each with those that its messages go on to, which it finds by their path. */
final class EntityFactory {

    private final Clock clock;
    private final Timer timer;
    private final MessageFormat format;
    private final Function<String, Optional<MessageQueue>> find;

    EntityFactory(Clock clock, Timer timer, MessageFormat format, Function<String, Optional<MessageQueue>> find) {
        this.clock = clock;
        this.timer = timer;
        this.format = format;
        this.find = find;
    }

    Entity queue(QueueOptions options, boolean declared) {
        var quota = new SizeQuota("Queue: '" + options.name() + "'", options.maxSizeBytes());
        return keeping(EntityType.QUEUE, options, quota, null, declared);
    }

    Entity topic(TopicOptions options, boolean declared) {
        var quota =
                new SizeQuota("Topic: '" + options.name() + "'", options.queue().maxSizeBytes());
        var queue = new MessageQueue(
                EntityType.TOPIC,
                options.queue(),
                quota,
                message -> {
                    throw new IllegalStateException("a topic keeps no message that could be given up");
                },
                clock,
                timer);
        return asTopic(new Entity(queue, null, null, quota, null, List.of(), null, declared));
    }

    /** A queue as a topic: its messages go to the subscriptions that it gets. */
    Entity asTopic(Entity queue) {
        return new Entity(
                queue.queue(),
                queue.deadLetters(),
                queue.transferDeadLetters(),
                queue.quota(),
                new TopicDistribution(format),
                new CopyOnWriteArrayList<>(),
                null,
                queue.declared());
    }

    /** A subscription; what it holds counts as the topic's. */
    Entity subscription(Entity topic, SubscriptionOptions options, boolean declared) {
        var path = EntityPath.ofSubscription(topic.queue().path(), options.name());
        var rules = new SubscriptionRules(path, options, format);
        return keeping(EntityType.SUBSCRIPTION, options.queue().renamed(path), topic.quota(), rules, declared);
    }

    private Entity keeping(
            EntityType type, QueueOptions options, SizeQuota quota, SubscriptionRules rules, boolean declared) {
        var deadLetters = subqueue(options, EntityPath.Part.DEAD_LETTERS, quota);
        var transfer = subqueue(options, EntityPath.Part.TRANSFER_DEAD_LETTERS, quota);
        var target = target(options, deadLetters);
        var queue = new MessageQueue(type, options, quota, target, clock, timer);
        if (options.forwardTo() != null) {
            queue.passOnTo(type, new AutoForward(() -> find.apply(options.forwardTo()), target));
        }
        return new Entity(queue, deadLetters, transfer, quota, null, List.of(), rules, declared);
    }

    private MessageQueue subqueue(QueueOptions options, EntityPath.Part part, SizeQuota quota) {
        var subqueueOptions = options.forDeadLetters(options.name() + part.suffix());
        return new MessageQueue(EntityType.DEAD_LETTER_QUEUE, subqueueOptions, quota, null, clock, timer);
    }

    private DeadLetterTarget target(QueueOptions options, MessageQueue subqueue) {
        var target = options.forwardDeadLetteredMessagesTo();
        return target == null
                ? subqueue::keepDeadLetter
                : message -> find.apply(target)
                        .ifPresentOrElse(
                                queue -> queue.forward(message, options.name()),
                                () -> subqueue.keepDeadLetter(message));
    }
}
