package dev.sluice.emulator.broker;

import java.time.Duration;
import java.util.Objects;

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
    }

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
                1L << 20,
                false);
    }

    /** These options with another lock duration. */
    public QueueOptions lockDuration(Duration value) {
        return new QueueOptions(
                name,
                value,
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

    /** These options with another max delivery count. */
    public QueueOptions maxDeliveryCount(int value) {
        return new QueueOptions(
                name,
                lockDuration,
                value,
                defaultTimeToLive,
                deadLetteringOnMessageExpiration,
                duplicateDetectionWindow,
                forwardDeadLetteredMessagesTo,
                forwardTo,
                maxSizeBytes,
                maxMessageSizeBytes,
                requiresSession);
    }

    /** These options with another default time to live. */
    public QueueOptions defaultTimeToLive(Duration value) {
        return new QueueOptions(
                name,
                lockDuration,
                maxDeliveryCount,
                value,
                deadLetteringOnMessageExpiration,
                duplicateDetectionWindow,
                forwardDeadLetteredMessagesTo,
                forwardTo,
                maxSizeBytes,
                maxMessageSizeBytes,
                requiresSession);
    }

    /** These options with dead-lettering of expired messages switched on or off. */
    public QueueOptions deadLetteringOnMessageExpiration(boolean value) {
        return new QueueOptions(
                name,
                lockDuration,
                maxDeliveryCount,
                defaultTimeToLive,
                value,
                duplicateDetectionWindow,
                forwardDeadLetteredMessagesTo,
                forwardTo,
                maxSizeBytes,
                maxMessageSizeBytes,
                requiresSession);
    }

    /** These options with duplicate detection over the given window; zero switches it off. */
    public QueueOptions duplicateDetectionWindow(Duration value) {
        return new QueueOptions(
                name,
                lockDuration,
                maxDeliveryCount,
                defaultTimeToLive,
                deadLetteringOnMessageExpiration,
                value,
                forwardDeadLetteredMessagesTo,
                forwardTo,
                maxSizeBytes,
                maxMessageSizeBytes,
                requiresSession);
    }

    /** These options with dead letters forwarded to the named queue, or kept when null. */
    public QueueOptions forwardDeadLetteredMessagesTo(String value) {
        return new QueueOptions(
                name,
                lockDuration,
                maxDeliveryCount,
                defaultTimeToLive,
                deadLetteringOnMessageExpiration,
                duplicateDetectionWindow,
                value,
                forwardTo,
                maxSizeBytes,
                maxMessageSizeBytes,
                requiresSession);
    }

    /** These options with messages forwarded to the named queue or topic as they arrive, or kept when null. */
    public QueueOptions forwardTo(String value) {
        return new QueueOptions(
                name,
                lockDuration,
                maxDeliveryCount,
                defaultTimeToLive,
                deadLetteringOnMessageExpiration,
                duplicateDetectionWindow,
                forwardDeadLetteredMessagesTo,
                value,
                maxSizeBytes,
                maxMessageSizeBytes,
                requiresSession);
    }

    /** These options under another name: a subscription goes by its path. */
    QueueOptions renamed(String value) {
        return new QueueOptions(
                value,
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

    /** These options with another limit on the bytes that the queue holds. */
    public QueueOptions maxSizeBytes(long value) {
        return new QueueOptions(
                name,
                lockDuration,
                maxDeliveryCount,
                defaultTimeToLive,
                deadLetteringOnMessageExpiration,
                duplicateDetectionWindow,
                forwardDeadLetteredMessagesTo,
                forwardTo,
                value,
                maxMessageSizeBytes,
                requiresSession);
    }

    /** These options with another limit on the size of one message. */
    public QueueOptions maxMessageSizeBytes(long value) {
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
                value,
                requiresSession);
    }

    /** These options with sessions required or not. */
    public QueueOptions requiresSession(boolean value) {
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
                value);
    }

    /** The options of the dead-letter subqueue: nothing in it expires, is dead-lettered or taken for a duplicate, and
     * it has no sessions. */
    QueueOptions forDeadLetters(String path) {
        return new QueueOptions(
                path,
                lockDuration,
                Integer.MAX_VALUE,
                UNLIMITED,
                false,
                Duration.ZERO,
                null,
                null,
                maxSizeBytes,
                maxMessageSizeBytes,
                false);
    }

    private static boolean isPositive(Duration value) {
        return !value.isNegative() && !value.isZero();
    }

    private static void require(boolean holds, String name, String what) {
        if (!holds) {
            throw new IllegalArgumentException("queue '" + name + "' needs " + what);
        }
    }
}
