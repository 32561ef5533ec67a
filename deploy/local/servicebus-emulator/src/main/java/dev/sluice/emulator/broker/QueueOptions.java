package dev.sluice.emulator.broker;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What a queue is created with; the defaults are those of Azure Service Bus.
 *
 * @param name the entity's name; compared without regard to case
 * @param lockDuration how long a peek-lock lasts, more than zero and at most five minutes in Azure (not checked here)
 * @param maxDeliveryCount deliveries that may fail before the message is dead-lettered, at least 1
 * @param defaultTimeToLive the longest a message may wait; {@link #UNLIMITED} for ever
 * @param deadLetteringOnMessageExpiration whether an expired message is dead-lettered; otherwise it is dropped
 * @param duplicateDetectionWindow how long a message id is remembered; zero switches duplicate detection off
 * @param forwardDeadLetteredMessagesTo the queue that gets this queue's dead letters, or null to keep them
 * @param forwardTo the queue or topic that gets this queue's messages as they arrive, or null to keep them
 * @param maxSizeBytes the sum of encoded message sizes above which sends are refused
 * @param maxMessageSizeBytes the largest encoded message that is taken
 * @param requiresSession whether every message belongs to a session, and is received through that session's lock only
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas">Service Bus quotas</a>
 */
public record QueueOptions(
        String name,
        Duration lockDuration,
        int maxDeliveryCount,
        Duration defaultTimeToLive,
        boolean deadLetteringOnMessageExpiration,
        Duration duplicateDetectionWindow,
        String forwardDeadLetteredMessagesTo,
        String forwardTo,
        long maxSizeBytes,
        long maxMessageSizeBytes,
        boolean requiresSession) {

    /** The time to live that Azure writes for "never expires": .NET's TimeSpan.MaxValue. */
    public static final Duration UNLIMITED = Duration.parse("P10675199DT2H48M5.4775807S");

    /** Refuses values that no queue can work with. */
    public QueueOptions {
        Objects.requireNonNull(name, "name");
        require(!name.isBlank(), name, "a name that is not blank");
        require(isPositive(lockDuration), name, "a lock duration above zero");
        require(maxDeliveryCount >= 1, name, "a max delivery count of at least 1");
        require(isPositive(defaultTimeToLive), name, "a default time to live above zero");
        require(!duplicateDetectionWindow.isNegative(), name, "a duplicate detection window that is not negative");
        require(maxSizeBytes > 0, name, "a size limit above zero");
        require(maxMessageSizeBytes > 0, name, "a message size limit above zero");
        require(!requiresSession || forwardTo == null, name, "either sessions or auto-forwarding, not both");
    }

    /** Azure's default in the premium tier. */
    public static final long DEFAULT_MAX_MESSAGE_SIZE_BYTES = 1 << 20;

    /** A queue with Azure's defaults: lock 60 s, 10 deliveries, no expiry, messages up to 1 MiB, 1 GiB in all. */
    public static QueueOptions named(String name) {
        return new QueueOptions(
                name,
                Duration.ofSeconds(60),
                10,
                UNLIMITED,
                false,
                Duration.ZERO,
                null,
                null,
                1L << 30,
                DEFAULT_MAX_MESSAGE_SIZE_BYTES,
                false);
    }

    /** These options with another lock duration. */
    public QueueOptions lockDuration(Duration value) {
        return with(options -> options.lockDuration = value);
    }

    /** These options with another max delivery count. */
    public QueueOptions maxDeliveryCount(int value) {
        return with(options -> options.maxDeliveryCount = value);
    }

    /** These options with another default time to live. */
    public QueueOptions defaultTimeToLive(Duration value) {
        return with(options -> options.defaultTimeToLive = value);
    }

    /** These options with dead-lettering of expired messages switched on or off. */
    public QueueOptions deadLetteringOnMessageExpiration(boolean value) {
        return with(options -> options.deadLetteringOnMessageExpiration = value);
    }

    /** These options with duplicate detection over the given window; zero switches it off. */
    public QueueOptions duplicateDetectionWindow(Duration value) {
        return with(options -> options.duplicateDetectionWindow = value);
    }

    /** These options with dead letters forwarded to the named queue, or kept when null. */
    public QueueOptions forwardDeadLetteredMessagesTo(String value) {
        return with(options -> options.forwardDeadLetteredMessagesTo = value);
    }

    /** These options with messages forwarded to the named queue or topic as they arrive, or kept when null. */
    public QueueOptions forwardTo(String value) {
        return with(options -> options.forwardTo = value);
    }

    /** These options under another name: a subscription goes by its path. */
    QueueOptions renamed(String value) {
        return with(options -> options.name = value);
    }

    /** These options with another limit on the bytes that the queue holds. */
    public QueueOptions maxSizeBytes(long value) {
        return with(options -> options.maxSizeBytes = value);
    }

    /** These options with another limit on the size of one message. */
    public QueueOptions maxMessageSizeBytes(long value) {
        return with(options -> options.maxMessageSizeBytes = value);
    }

    /** These options with sessions required or not. */
    public QueueOptions requiresSession(boolean value) {
        return with(options -> options.requiresSession = value);
    }

    /** The options of the dead-letter subqueue: without expiry, dead-lettering, duplicate detection and sessions. */
    QueueOptions forDeadLetters(String path) {
        return with(options -> {
            options.name = path;
            options.maxDeliveryCount = Integer.MAX_VALUE;
            options.defaultTimeToLive = UNLIMITED;
            options.deadLetteringOnMessageExpiration = false;
            options.duplicateDetectionWindow = Duration.ZERO;
            options.forwardDeadLetteredMessagesTo = null;
            options.forwardTo = null;
            options.requiresSession = false;
        });
    }

    private QueueOptions with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    private static boolean isPositive(Duration value) {
        return !value.isNegative() && !value.isZero();
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) {
            throw new IllegalArgumentException("queue '" + name + "' needs " + what);
        }
    }

    /** All of them while some are changed. */
    private static final class Draft {
        private String name;
        private Duration lockDuration;
        private int maxDeliveryCount;
        private Duration defaultTimeToLive;
        private boolean deadLetteringOnMessageExpiration;
        private Duration duplicateDetectionWindow;
        private String forwardDeadLetteredMessagesTo;
        private String forwardTo;
        private long maxSizeBytes;
        private long maxMessageSizeBytes;
        private boolean requiresSession;

        Draft(QueueOptions from) {
            name = from.name;
            lockDuration = from.lockDuration;
            maxDeliveryCount = from.maxDeliveryCount;
            defaultTimeToLive = from.defaultTimeToLive;
            deadLetteringOnMessageExpiration = from.deadLetteringOnMessageExpiration;
            duplicateDetectionWindow = from.duplicateDetectionWindow;
            forwardDeadLetteredMessagesTo = from.forwardDeadLetteredMessagesTo;
            forwardTo = from.forwardTo;
            maxSizeBytes = from.maxSizeBytes;
            maxMessageSizeBytes = from.maxMessageSizeBytes;
            requiresSession = from.requiresSession;
        }

        QueueOptions options() {
            return new QueueOptions(
                    name,
                    lockDuration,
                    maxDeliveryCount,
                    defaultTimeToLive,
                    deadLetteringOnMessageExpiration,
                    duplicateDetectionWindow,
                    forwardDeadLetteredMessagesTo,
                    forwardTo,
                    maxSizeBytes,
                    maxMessageSizeBytes,
                    requiresSession);
        }
    }
}
