package dev.sluice.emulator.broker;

import java.util.Map;

/** The application properties that say why a message was dead-lettered, and the broker's own reasons. */
public final class DeadLetterReason {

    /** The property with the reason in a word. */
    public static final String REASON = "DeadLetterReason";

    /** The property with the reason in a sentence. */
    public static final String DESCRIPTION = "DeadLetterErrorDescription";

    private DeadLetterReason() {}

    static Map<String, Object> maxDeliveryCountExceeded(int deliveries) {
        return Map.of(
                REASON,
                "MaxDeliveryCountExceeded",
                DESCRIPTION,
                "Message could not be consumed after " + deliveries + " delivery attempts.");
    }

    static Map<String, Object> sessionIdIsNull() {
        return Map.of(
                REASON,
                "Session id is null.",
                DESCRIPTION,
                "Session enabled entity doesn't allow a message whose session identifier is null.");
    }

    static Map<String, Object> expired() {
        return Map.of(REASON, "TTLExpiredException", DESCRIPTION, "The message expired and was dead lettered.");
    }
}
