package dev.sluice.emulator.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The properties that rules address as {@code sys.<name>}.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messages-payloads">Messages,
 *     payloads, and serialization</a>
 */
public enum SystemProperty {
    CONTENT_TYPE("ContentType", true),
    CORRELATION_ID("CorrelationId", true),
    DEAD_LETTER_SOURCE("DeadLetterSource", false),
    DELIVERY_COUNT("DeliveryCount", false),
    ENQUEUED_SEQUENCE_NUMBER("EnqueuedSequenceNumber", false),
    ENQUEUED_TIME("EnqueuedTimeUtc", false),
    EXPIRES_AT("ExpiresAtUtc", false),
    LABEL("Label", true),
    LOCKED_UNTIL("LockedUntilUtc", false),
    LOCK_TOKEN("LockToken", false),
    MESSAGE_ID("MessageId", true),
    PARTITION_KEY("PartitionKey", true),
    REPLY_TO("ReplyTo", true),
    REPLY_TO_SESSION_ID("ReplyToSessionId", true),
    SCHEDULED_ENQUEUE_TIME("ScheduledEnqueueTimeUtc", false),
    SEQUENCE_NUMBER("SequenceNumber", false),
    SESSION_ID("SessionId", true),
    SIZE("Size", false),
    STATE("State", false),
    TIME_TO_LIVE("TimeToLive", false),
    TO("To", true),
    VIA_PARTITION_KEY("ViaPartitionKey", false);

    private static final Map<String, SystemProperty> BY_NAME = new HashMap<>();

    static {
        Arrays.stream(values()).forEach(property -> BY_NAME.put(property.name.toLowerCase(Locale.ROOT), property));
        // Today's SDKs call it so.
        BY_NAME.put("subject", LABEL);
    }

    private final String name;
    private final boolean settable;

    SystemProperty(String name, boolean settable) {
        this.name = name;
        this.settable = settable;
    }

    /** Finds a property by the name that expressions use, without regard to case. */
    public static Optional<SystemProperty> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The name that expressions use, without the scope. */
    public String propertyName() {
        return name;
    }

    /** Whether an action may set or remove it; all that may be set are strings. */
    public boolean isSettable() {
        return settable;
    }
}
