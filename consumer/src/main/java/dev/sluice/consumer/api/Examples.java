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

    private Examples() {}
}
