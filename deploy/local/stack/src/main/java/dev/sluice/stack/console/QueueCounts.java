package dev.sluice.stack.console;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The queue of orders in one namespace.
 *
 * @param waiting to be received
 * @param locked by a consumer
 * @param scheduled to be tried again later
 */
record QueueCounts(long waiting, long locked, long scheduled) {
    private static final String QUEUE = "orders";

    /** From the emulator's list of entities. */
    static QueueCounts parse(JsonNode entities) {
        for (JsonNode entity : entities) {
            if (entity.path("name").asText().equals(QUEUE)) {
                JsonNode counts = entity.path("counts");
                return new QueueCounts(
                        counts.path("active").asLong(),
                        counts.path("locked").asLong(),
                        counts.path("scheduled").asLong());
            }
        }
        throw new IllegalArgumentException("it has no queue " + QUEUE);
    }

    long backlog() {
        return waiting + locked + scheduled;
    }
}
