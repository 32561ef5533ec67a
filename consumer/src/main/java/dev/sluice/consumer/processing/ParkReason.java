package dev.sluice.consumer.processing;

import java.util.HashSet;
import java.util.Set;

/** The reasons that we park messages for. Service Bus has its own, such as {@code MaxDeliveryCountExceeded}. */
public final class ParkReason {
    /** It can't be read as an order. */
    public static final String UNDECODABLE = "UndecodableMessage";

    /** It is an order, but violates a constraint. */
    public static final String INVALID = "InvalidOrder";

    /** The handler will never process it. */
    public static final String REFUSED = "RefusedByHandler";

    /** Another order with the same id was processed. */
    public static final String KEY_REUSED = "IdempotencyKeyReused";

    /** Every attempt that the retry schedule allows has failed. */
    public static final String RETRIES_EXHAUSTED = "RetriesExhausted";

    private static final String OTHER = "other";

    private static final Set<String> KNOWN = Set.of(
            UNDECODABLE,
            INVALID,
            REFUSED,
            KEY_REUSED,
            RETRIES_EXHAUSTED,
            "MaxDeliveryCountExceeded",
            "TTLExpiredException",
            "HeaderSizeExceeded");

    private ParkReason() {}

    /** All that {@link #tag} can return. */
    public static Set<String> tags() {
        Set<String> tags = new HashSet<>(KNOWN);
        tags.add(OTHER);
        return tags;
    }

    /** A reason as a metric's tag: whoever dead-letters may write anything, and each tag costs. */
    public static String tag(Object reason) {
        return reason != null && KNOWN.contains(reason.toString()) ? reason.toString() : OTHER;
    }
}
