package dev.sluice.consumer.api;

/** The answers that the OpenAPI document shows. */
final class Examples {
    static final String PROCESSED = """
            {"id": "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21", "status": "processed", "since": "2026-11-22T09:15:03.120Z"}""";

    static final String PARKED = """
            {"id": "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21", "status": "parked", "since": "2026-11-22T09:15:03.120Z",
             "reason": "RefusedByHandler"}""";

    static final String RETRYING = """
            {"id": "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21", "status": "retrying", "since": "2026-11-22T09:15:03.120Z",
             "reason": "the supplier does not answer", "attempts": 3, "nextAttempt": "2026-11-22T09:15:12.480Z"}""";

    static final String INVALID_ORDER_ID = """
            {"type": "urn:sluice:problem:invalid-order-id", "title": "This is not an order id", "status": 400,
             "detail": "An order id is a UUID in its canonical form"}""";

    static final String ORDER_NOT_SEEN_YET = """
            {"type": "urn:sluice:problem:order-not-seen-yet", "title": "No such order has been processed", "status": 404,
             "detail": "No such order has been processed, parked or retried. If it was accepted, it is still queued",
             "id": "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21"}""";

    static final String DATABASE_UNAVAILABLE = """
            {"type": "urn:sluice:problem:database-unavailable", "title": "The database can't be asked now", "status": 503,
             "detail": "The order's status can't be read now; ask again later"}""";

    private Examples() {}
}
