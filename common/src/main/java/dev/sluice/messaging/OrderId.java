package dev.sluice.messaging;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.enums.UuidNamespace;
import java.util.Optional;
import java.util.UUID;

/** How an order gets its id: the same caller and key lead to the same order, however often the request is sent. */
public final class OrderId {
    private static final UUID NAMESPACE =
            UuidCreator.getNameBasedSha1(UuidNamespace.NAMESPACE_DNS.getValue(), "orders.sluice.dev");

    private OrderId() {}

    /**
     * The id of the order that {@code caller} means by {@code key}: a UUIDv5 (RFC 9562, 5.5). The caller's own
     * namespace comes first, so that no choice of key reaches into another caller's orders.
     *
     * @param caller who asks, as authenticated; not null
     * @param key the idempotency key; not null
     */
    public static UUID of(String caller, String key) {
        return UuidCreator.getNameBasedSha1(UuidCreator.getNameBasedSha1(NAMESPACE, caller), key);
    }

    /** Reads the canonical text form only: {@link UUID#fromString} also takes shortened groups. Empty if it is not one. */
    public static Optional<UUID> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notAUuid) {
            return Optional.empty();
        }
    }
}
