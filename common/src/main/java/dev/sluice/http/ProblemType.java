package dev.sluice.http;

import java.net.URI;

/** Every kind of problem that the two services answer with. The type's URI is part of the API and never changes. */
public enum ProblemType {
    MALFORMED_JSON("malformed-json", 400, "The body is not readable JSON"),
    INVALID_ORDER("invalid-order", 400, "The order violates its contract"),
    INVALID_IDEMPOTENCY_KEY("invalid-idempotency-key", 400, "The idempotency key can't be used"),
    INVALID_ORDER_ID("invalid-order-id", 400, "This is not an order id"),
    INVALID_PARKING_REQUEST("invalid-parking-request", 400, "This can't be done with parked messages"),
    EMPTY_BATCH("empty-batch", 400, "The batch holds no order"),
    BAD_REQUEST("bad-request", 400, "The request can't be understood"),
    UNAUTHENTICATED("unauthenticated", 401, "The caller is not known here"),
    FORBIDDEN("forbidden", 403, "The caller may not do this"),
    ORDER_NOT_SEEN_YET("order-not-seen-yet", 404, "No such order has been processed"),
    NOT_PARKED("not-parked", 404, "There is no such parked message"),
    UNKNOWN_OPERATION("unknown-operation", 404, "There is no such operation"),
    NOT_FOUND("not-found", 404, "There is nothing here"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "This method is not allowed here"),
    NOT_ACCEPTABLE("not-acceptable", 406, "None of the accepted media types can be had here"),
    TOO_LARGE("too-large", 413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "This content type is not taken here"),
    ORDER_REFUSED("order-refused", 422, "Service Bus refuses this order"),
    INTERNAL_ERROR("internal-error", 500, "Something is wrong with this service"),
    SIGNING_KEYS_UNAVAILABLE("signing-keys-unavailable", 503, "Tokens can't be checked now"),
    STOPPING("stopping", 503, "The service is stopping"),
    OVERLOADED("overloaded", 503, "The service has enough to do already"),
    SERVICE_BUS_UNAVAILABLE("service-bus-unavailable", 503, "Service Bus does not take the order now"),
    DATABASE_UNAVAILABLE("database-unavailable", 503, "The database can't be asked now");

    private final String code;
    private final URI uri;
    private final int status;
    private final String title;

    ProblemType(String code, int status, String title) {
        this.code = code;
        this.uri = URI.create("urn:sluice:problem:" + code);
        this.status = status;
        this.title = title;
    }

    /** The last part of the identifier, such as {@code invalid-order}: a metric's tag, an example's name. */
    public String code() {
        return code;
    }

    /** The stable identifier, {@code urn:sluice:problem:<code>}. */
    public URI uri() {
        return uri;
    }

    /** The HTTP status code that goes with it. */
    public int status() {
        return status;
    }

    /** The kind in words. */
    public String title() {
        return title;
    }
}
