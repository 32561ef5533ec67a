package dev.sluice.emulator.broker;

import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** The namespace: finds the queue of a path, and makes queues. Thread-safe; finding one takes no lock. */
public final class Broker {

    /** What a path ends in to mean the dead-letter subqueue. */
    public static final String DEAD_LETTER_SUFFIX = "/$DeadLetterQueue";

    // The naming rule and the number of entities are Azure's; the second keeps auto-creation from eating the memory.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,258}[A-Za-z0-9_-])?");
    private static final int MAX_ENTITIES = 10_000;

    private record Entity(MessageQueue queue, MessageQueue deadLetters) {}

    private final Map<String, Entity> entities = new ConcurrentSkipListMap<>();
    private final Clock clock;
    private final Timer timer;
    private final boolean autoCreate;
    private final MessageStore store;

    /** An empty namespace in memory; with auto-create, a queue comes into being when it is first asked for. */
    public Broker(Clock clock, Timer timer, boolean autoCreate) {
        this(clock, timer, autoCreate, MessageStore.NONE);
    }

    /** A namespace whose entities are kept in a store; they come back with what was in them as they are made again. */
    public Broker(Clock clock, Timer timer, boolean autoCreate, MessageStore store) {
        this.store = store;
        this.clock = clock;
        this.timer = timer;
        this.autoCreate = autoCreate;
    }

    /**
     * Makes queues.
     *
     * @throws IllegalArgumentException for a name that is taken or not allowed, and for dead letters that would be
     *     forwarded to a queue that is not there, or in a circle
     */
    public void declare(Collection<QueueOptions> queues) {
        for (var options : queues) {
            requireName(options.name());
            if (entities.containsKey(key(options.name()))) {
                throw new IllegalArgumentException("queue '" + options.name() + "' is declared twice");
            }
            entities.put(key(options.name()), create(options, false));
        }
        queues.forEach(this::requireForwarding);
        queues.forEach(options -> start(entities.get(key(options.name()))));
    }

    /**
     * Makes the entities again of which the store has kept something, as far as auto-create may.
     *
     * @return the paths of those that stay out of reach, because nobody has declared them
     */
    public List<String> restore() {
        return store.paths().stream().filter(path -> find(path).isEmpty()).toList();
    }

    /** When what was done may be acknowledged. */
    public Durability durability() {
        return store;
    }

    /** The queue or dead-letter subqueue of a path; empty if there is none and none may be made. */
    public Optional<MessageQueue> find(String path) {
        var key = key(path);
        var suffix = key(DEAD_LETTER_SUFFIX);
        boolean subqueue = key.endsWith(suffix);
        var name = subqueue ? path.substring(0, path.length() - suffix.length()) : path;
        var entity = entities.get(key(name));
        if (entity == null && autoCreate && NAME.matcher(name).matches() && entities.size() < MAX_ENTITIES) {
            entity = autoCreate(name);
        }
        return Optional.ofNullable(entity).map(found -> subqueue ? found.deadLetters() : found.queue());
    }

    /** Once for each name: what the store has kept must not come to life twice. The store is entered before any lock. */
    private Entity autoCreate(String name) {
        store.enter();
        try {
            synchronized (entities) {
                var there = entities.get(key(name));
                if (there != null) {
                    return there;
                }
                var made = create(QueueOptions.named(name), true);
                entities.put(key(name), made);
                start(made);
                return made;
            }
        } finally {
            store.leave();
        }
    }

    /** The paths of all queues, dead-letter subqueues left out, in order. */
    public List<String> paths() {
        return entities.values().stream().map(entity -> entity.queue().path()).toList();
    }

    /** What an entity holds; empty if it does not exist. Never makes one. */
    public Optional<EntityCounts> counts(String path) {
        if (key(path).endsWith(key(DEAD_LETTER_SUFFIX))) {
            var parent = path.substring(0, path.length() - DEAD_LETTER_SUFFIX.length());
            return Optional.ofNullable(entities.get(key(parent)))
                    .map(entity -> entity.deadLetters().counts(0));
        }
        return Optional.ofNullable(entities.get(key(path))).map(Broker::counts);
    }

    private static EntityCounts counts(Entity entity) {
        var dead = entity.deadLetters().counts(0);
        return entity.queue().counts(dead.active() + dead.locked() + dead.deferred());
    }

    private Entity create(QueueOptions options, boolean autoCreated) {
        var quota = new SizeQuota(options.name(), options.maxSizeBytes());
        var subqueueOptions = options.forDeadLetters(options.name() + DEAD_LETTER_SUFFIX);
        var subqueue = queue(subqueueOptions, quota, null, autoCreated);
        return new Entity(queue(options, quota, target(options, subqueue), autoCreated), subqueue);
    }

    private MessageQueue queue(QueueOptions options, SizeQuota quota, DeadLetterTarget target, boolean autoCreated) {
        var kept = store.entity(options.name(), autoCreated);
        return new MessageQueue(options, quota, target, clock, timer, store, kept);
    }

    private static void start(Entity entity) {
        entity.queue().start();
        entity.deadLetters().start();
    }

    private DeadLetterTarget target(QueueOptions options, MessageQueue subqueue) {
        var target = options.forwardDeadLetteredMessagesTo();
        return target == null
                ? subqueue::keepDeadLetter
                : message -> find(target)
                        .ifPresentOrElse(
                                queue -> queue.forward(message, options.name()),
                                () -> subqueue.keepDeadLetter(message));
    }

    private void requireForwarding(QueueOptions options) {
        var visited = new HashSet<String>();
        for (var at = options; at.forwardDeadLetteredMessagesTo() != null; ) {
            if (!visited.add(key(at.name()))) {
                throw new IllegalArgumentException(
                        "queue '" + options.name() + "' would get its own dead letters forwarded in a circle");
            }
            var from = at;
            var next = at.forwardDeadLetteredMessagesTo();
            at = find(next)
                    .orElseThrow(() -> new IllegalArgumentException("queue '" + from.name()
                            + "' forwards dead letters to '" + next + "', which is not declared"))
                    .options();
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is not a name that Service Bus allows for a queue");
        }
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }
}
