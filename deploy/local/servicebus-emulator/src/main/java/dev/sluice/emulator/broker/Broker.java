package dev.sluice.emulator.broker;

import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** The namespace: finds the entity of a path, and makes entities. Thread-safe; finding one takes no lock. */
public final class Broker {

    // Azure's number of entities; it keeps auto-creation from eating the memory.
    private static final int MAX_ENTITIES = 10_000;

    private final Map<String, Entity> entities = new ConcurrentSkipListMap<>();
    private final Clock clock;
    private final Timer timer;
    private final EntityFactory factory;
    private final boolean autoCreate;
    private final MessageStore store;
    private final long maxMessageSizeBytes;

    /** An empty namespace in memory. */
    public Broker(Clock clock, Timer timer, MessageFormat format, boolean autoCreate) {
        this(clock, timer, format, autoCreate, MessageStore.NONE);
    }

    /** A namespace whose entities come with what a store has kept of them, and take messages of Azure's default size. */
    public Broker(Clock clock, Timer timer, MessageFormat format, boolean autoCreate, MessageStore store) {
        this(clock, timer, format, autoCreate, store, QueueOptions.DEFAULT_MAX_MESSAGE_SIZE_BYTES);
    }

    /**
     * A namespace whose entities come with what a store has kept of them.
     *
     * @param format reads messages for rules
     * @param autoCreate whether entities come into being when they are first asked for
     * @param maxMessageSizeBytes what those take
     */
    public Broker(
            Clock clock,
            Timer timer,
            MessageFormat format,
            boolean autoCreate,
            MessageStore store,
            long maxMessageSizeBytes) {
        this.store = store;
        this.maxMessageSizeBytes = maxMessageSizeBytes;
        this.clock = clock;
        this.timer = timer;
        this.factory = new EntityFactory(clock, timer, format, store, this::find);
        this.autoCreate = autoCreate;
    }

    /** Makes queues; see {@link #declare(Collection, Collection)}. */
    public void declare(Collection<QueueOptions> queues) {
        declare(queues, List.of());
    }

    /**
     * Makes queues, and topics with their subscriptions.
     *
     * @throws IllegalArgumentException for a name that is taken or not allowed, and for messages or dead letters that
     *     would be forwarded to an entity that is not there, or in a circle; then none of them is made
     */
    public void declare(Collection<QueueOptions> queues, Collection<TopicOptions> topics) {
        changing(() -> {
            var before = Set.copyOf(entities.keySet());
            try {
                declareAll(queues, topics);
            } catch (IllegalArgumentException e) {
                // All or none: what is refused must not be there half.
                entities.keySet().retainAll(before);
                throw e;
            }
            return null;
        });
    }

    /**
     * Makes the entities again of which the store has kept something, as far as auto-create may.
     *
     * @return the paths of those with messages that stay out of reach, because nobody has declared them
     */
    public List<String> restore() {
        changing(() -> {
            if (autoCreate) {
                // Subscriptions first: by them, and by nothing else, a topic is known for one.
                store.paths().stream()
                        .map(EntityPath::of)
                        .sorted(Comparator.comparing(path -> !path.isSubscription()))
                        .forEach(this::create);
            }
            return null;
        });
        return store.paths().stream()
                .filter(path -> find(path).isEmpty() && store.count(path) > 0)
                .toList();
    }

    /** When what was done may be acknowledged. */
    public Durability durability() {
        return store;
    }

    /** Changes which entities there are, and starts those that are new when all of them are there. */
    private <T> T changing(Supplier<T> work) {
        // Before any lock; and what is made together is kept together.
        store.enter();
        try {
            synchronized (this) {
                var before = Set.copyOf(entities.keySet());
                var result = work.get();
                entities.entrySet().stream()
                        .filter(entry -> !before.contains(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .flatMap(Entity::queues)
                        .forEach(MessageQueue::start);
                return result;
            }
        } finally {
            store.leave();
        }
    }

    private void declareAll(Collection<QueueOptions> queues, Collection<TopicOptions> topics) {
        queues.forEach(options -> add(factory.queue(options, true)));
        for (var options : topics) {
            var topic = factory.topic(options, true);
            add(topic);
            topic.queue().passOnTo(EntityType.TOPIC, topic.distribution());
            options.subscriptions().forEach(subscription -> subscribe(topic, subscription, true));
        }
        if (autoCreate) {
            List.copyOf(entities.values())
                    .forEach(entity -> entity.targets().forEach(target -> create(EntityPath.of(target))));
        }
        new ForwardingCheck(entities).requireSound();
    }

    /** The queue, topic, subscription or dead-letter subqueue of a path; empty if there is none and none may be made. */
    public Optional<MessageQueue> find(String path) {
        var parsed = EntityPath.of(path);
        return entity(parsed).flatMap(entity -> entity.part(parsed.part()));
    }

    /** Begins a transaction, which is rolled back by itself after {@link Transaction#TIMEOUT}. */
    public Transaction begin() {
        var transaction = new Transaction(store);
        transaction.endAt(timer.at(clock.instant().plus(Transaction.TIMEOUT), transaction::timeOut));
        return transaction;
    }

    /**
     * Lets everything in a transaction take effect. The one place where that happens.
     *
     * @throws BrokerException TRANSACTION_ENDED or TRANSACTION_TIMED_OUT if it can't be committed any more; then nothing of it has taken effect
     */
    public void commit(Transaction transaction) {
        transaction.commit();
    }

    /** Undoes everything in a transaction: its messages stay locked where they were. Does nothing if it has ended. */
    public void rollback(Transaction transaction) {
        transaction.rollback();
    }

    /** The rules of the subscription that has this path; empty if there is none. */
    public Optional<SubscriptionRules> rules(String path) {
        return entity(EntityPath.of(path)).map(Entity::rules);
    }

    /** The paths of all queues, topics and subscriptions, dead-letter subqueues left out, in order. */
    public List<String> paths() {
        return entities.values().stream().map(entity -> entity.queue().path()).toList();
    }

    /** What an entity is; empty if it does not exist. Never makes one. */
    public Optional<EntityType> type(String path) {
        return Optional.ofNullable(entities.get(EntityPath.key(path)))
                .map(entity -> entity.queue().type());
    }

    /** What an entity holds; empty if it does not exist. Never makes one. */
    public Optional<EntityCounts> counts(String path) {
        var parsed = EntityPath.of(path);
        return Optional.ofNullable(entities.get(parsed.key())).flatMap(entity -> entity.counts(parsed.part()));
    }

    /** Whether an entity takes messages and hands them out; empty if it does not exist. */
    public Optional<EntityStatus> status(String path) {
        return existing(path).map(entity -> entity.queue().status());
    }

    /** Switches an entity and its dead-letter subqueues on or off; false if it does not exist. */
    public boolean status(String path, EntityStatus status) {
        var entity = existing(path);
        store.enter();
        try {
            entity.ifPresent(found -> found.queues().forEach(queue -> queue.status(status)));
            return entity.isPresent();
        } finally {
            store.leave();
        }
    }

    /**
     * Drops all messages of an entity, dead letters and locked ones included, and those of a topic's subscriptions.
     *
     * @return false if it does not exist
     */
    public boolean clear(String path) {
        var entity = existing(path);
        store.enter();
        try {
            entity.ifPresent(found -> {
                found.queues().forEach(MessageQueue::clear);
                found.subscriptions().forEach(this::clear);
            });
            return entity.isPresent();
        } finally {
            store.leave();
        }
    }

    /** What has happened in an entity and its dead-letter subqueues so far; empty if it does not exist. */
    public Optional<EntityActivity> activity(String path) {
        return existing(path)
                .map(entity ->
                        entity.queues().map(MessageQueue::activity).reduce(EntityActivity.NONE, EntityActivity::plus));
    }

    private Optional<Entity> existing(String path) {
        return Optional.ofNullable(entities.get(EntityPath.key(path)));
    }

    private Optional<Entity> entity(EntityPath path) {
        var entity = entities.get(path.key());
        return entity == null && autoCreate ? changing(() -> create(path)) : Optional.ofNullable(entity);
    }

    private Optional<Entity> create(EntityPath path) {
        if (!path.isAllowed() || entities.size() >= MAX_ENTITIES) {
            return Optional.ofNullable(entities.get(path.key()));
        }
        if (!path.isSubscription()) {
            return Optional.of(
                    entities.computeIfAbsent(path.key(), absent -> factory.queue(created(path.entity()), false)));
        }
        var topic = entities.computeIfAbsent(
                EntityPath.key(path.topic()), absent -> factory.topic(TopicOptions.of(created(path.topic())), false));
        return entities.containsKey(path.key()) || topic.declared() && topic.distribution() == null
                ? Optional.ofNullable(entities.get(path.key()))
                : Optional.of(subscribe(asTopic(topic), SubscriptionOptions.named(path.subscription()), false));
    }

    private QueueOptions created(String name) {
        return QueueOptions.named(name).maxMessageSizeBytes(maxMessageSizeBytes);
    }

    /** A sender does not say whether it takes the path for a queue or a topic; its receivers' paths do. */
    private Entity asTopic(Entity found) {
        if (found.distribution() != null) {
            return found;
        }
        var topic = factory.asTopic(found);
        entities.put(EntityPath.key(topic.queue().path()), topic);
        return topic;
    }

    private Entity subscribe(Entity topic, SubscriptionOptions options, boolean declared) {
        var subscription = factory.subscription(topic, options, declared);
        add(subscription);
        topic.subscriptions().add(subscription.queue().path());
        topic.distribution().add(subscription.queue(), subscription.rules());
        // What was sent before the first subscription was there waits in what was made as a queue.
        topic.queue().passOnTo(EntityType.TOPIC, topic.distribution());
        return subscription;
    }

    private void add(Entity entity) {
        var path = EntityPath.of(entity.queue().path());
        if (!path.isAllowed() || path.isSubscription() != (entity.rules() != null)) {
            throw new IllegalArgumentException("'" + path.entity() + "' is not a name that Service Bus allows for a "
                    + (entity.rules() == null ? "queue or a topic" : "subscription"));
        }
        if (entities.putIfAbsent(path.key(), entity) != null) {
            throw new IllegalArgumentException(entity.description() + " is declared twice");
        }
    }
}
