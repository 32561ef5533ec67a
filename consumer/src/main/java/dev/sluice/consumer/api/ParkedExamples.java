package dev.sluice.consumer.api;

/** What the OpenAPI document shows of parked messages. */
final class ParkedExamples {
    static final String PAGE = """
            {"messages": [{"namespace": "contoso.servicebus.windows.net", "sequenceNumber": 42,
              "orderId": "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21",
              "messageId": "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21.2cf24dba5fb0a30e~p0~r9~o0", "subject": "order.created",
              "reason": "RetriesExhausted", "description": "attempt 10 was the last: the supplier does not answer",
              "enqueuedAt": "2026-11-22T08:38:41.020Z", "parkedAt": "2026-11-22T09:15:03.120Z", "state": "parked",
              "stateSince": "2026-11-22T09:15:03.120Z", "replays": 0, "replay": "Replayed", "size": 118}],
             "next": "MjAyNi0xMS0yMlQwOToxNTowMy4xMjBaIDQyIGNvbnRvc28uc2VydmljZWJ1cy53aW5kb3dzLm5ldA"}""";

    static final String BY_FILTER = """
            {"filter": {"reason": "RetriesExhausted", "olderThan": "PT1H"}, "rate": 20, "dryRun": true,
             "comment": "the supplier is back"}""";

    static final String BY_KEY = """
            {"messages": [{"namespace": "contoso.servicebus.windows.net", "sequenceNumber": 42}]}""";

    static final String DRY_RUN = """
            {"action": "replay", "state": "dry-run", "matched": 120, "force": false,
             "outcomes": {"AlreadyProcessed": 2, "Replayed": 117, "TooOldToReplay": 1}}""";

    static final String RUNNING = """
            {"id": "8f1f4a52-30d5-4a51-b8f3-5a3a8c1f0d11", "action": "replay", "state": "running", "matched": 120,
             "outcomes": {}, "inProgress": 0, "rate": 20, "force": false, "comment": "the supplier is back",
             "requestedBy": "anonymous", "requestedAt": "2026-11-22T10:00:00Z"}""";

    static final String DONE = """
            {"id": "8f1f4a52-30d5-4a51-b8f3-5a3a8c1f0d11", "action": "replay", "state": "done", "matched": 120,
             "outcomes": {"AlreadyProcessed": 2, "Replayed": 117, "TooOldToReplay": 1}, "inProgress": 0, "rate": 20,
             "force": false, "comment": "the supplier is back", "requestedBy": "anonymous",
             "requestedAt": "2026-11-22T10:00:00Z", "finishedAt": "2026-11-22T10:00:06Z"}""";

    private ParkedExamples() {}
}
