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

    static Map<String, Object> maxTransferHopCountExceeded() {
        return Map.of(REASON, "MaxTransferHopCountExceeded", DESCRIPTION, "Maximum transfer hop count is exceeded.");
    }

    /** Azure documents that such messages are dead-lettered, and not in which words. */
    static Map<String, Object> forwardingRefused(BrokerException refusal) {
        var reason = refusal.reason() == BrokerException.Reason.QUOTA_EXCEEDED
                ? "DestinationQuotaExceeded"
                : "DestinationRefused";
        return Map.of(REASON, reason, DESCRIPTION, refusal.getMessage());
    }

    /** Azure documents that such messages are dead-lettered, and not in which words. */
    static Map<String, Object> ruleFailed(String rule, String problem) {
        return Map.of(REASON, "FilterEvaluationException", DESCRIPTION, "Rule '" + rule + "': " + problem);
    }
}
