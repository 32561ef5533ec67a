package dev.sluice.emulator.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** What a queue lets in and hands out, by what it is and by its status; refuses all else in Azure's words. */
final class Admission {

    private static final String STATUS = "status";

    private final QueueOptions options;
    private final boolean deadLetterSubqueue;
    private volatile EntityType type;
    private final EntityStore kept;
    private volatile EntityStatus status;

    /** With the status that was kept, or else active. */
    Admission(QueueOptions options, EntityType type, boolean deadLetterSubqueue, EntityStore kept) {
        this.kept = kept;
        this.status = restored(kept.settings().get(STATUS));
        this.options = options;
        this.type = type;
        this.deadLetterSubqueue = deadLetterSubqueue;
    }

    EntityType type() {
        return type;
    }

    void type(EntityType value) {
        type = value;
    }

    EntityStatus status() {
        return status;
    }

    void status(EntityStatus value) {
        kept.set(STATUS, value == EntityStatus.ACTIVE ? null : value.azureName().getBytes(UTF_8));
        status = value;
    }

    boolean takesMessages() {
        return type == EntityType.QUEUE || type == EntityType.TOPIC;
    }

    /** Refuses messages that can't be sent here, and gives the bytes of those that can. */
    long require(List<NewMessage> messages) {
        if (!takesMessages()) {
            throw notAllowed("Messages can't be sent to '" + options.name() + "'.");
        }
        requireEnabled(status.takes());
        long bytes = 0;
        for (var message : messages) {
            requireSize(message);
            requireSession(message);
            bytes += message.body().size();
        }
        return bytes;
    }

    void requireSize(NewMessage message) {
        if (message.body().size() > options.maxMessageSizeBytes()) {
            throw new BrokerException(
                    BrokerException.Reason.MESSAGE_TOO_LARGE,
                    "The received message (size:" + message.body().size() + " bytes) exceeds the limit ("
                            + options.maxMessageSizeBytes() + " bytes) currently allowed on the link.");
        }
    }

    void requireHandsOut() {
        requireEnabled(status.handsOut());
    }

    void requirePossible(Outcome outcome) {
        if (deadLetterSubqueue && outcome.isDeadLettered()) {
            throw notAllowed(
                    "'" + options.name() + "' is a dead-letter queue: its messages can't be dead-lettered again.");
        }
    }

    void requireSessions() {
        if (!options.requiresSession()) {
            throw notAllowed(
                    "A sessionful message receiver cannot be created on an entity that does not require sessions. Ensure"
                            + " RequiresSession is set to true when creating a Queue or Subscription to enable sessionful"
                            + " behavior.");
        }
    }

    void requireNoSessions() {
        if (options.requiresSession()) {
            throw notAllowed(
                    "It is not possible for an entity that requires sessions to create a non-sessionful message"
                            + " receiver.");
        }
    }

    private static EntityStatus restored(byte[] azureName) {
        return azureName == null ? EntityStatus.ACTIVE : EntityStatus.named(new String(azureName, UTF_8));
    }

    private void requireSession(NewMessage message) {
        if (options.requiresSession() && message.sessionId() == null) {
            throw notAllowed(
                    "The SessionId was not set on a message, and it cannot be sent to the entity. Entities that have"
                            + " session support enabled can only receive messages that have the SessionId set to a valid value.");
        }
    }

    private void requireEnabled(boolean enabled) {
        if (!enabled) {
            throw new BrokerException(
                    BrokerException.Reason.ENTITY_DISABLED,
                    "Messaging entity '" + options.name() + "' is currently disabled: its status is "
                            + status.azureName() + ".");
        }
    }

    private static BrokerException notAllowed(String why) {
        return new BrokerException(BrokerException.Reason.NOT_ALLOWED, why);
    }
}
