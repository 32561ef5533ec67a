package dev.sluice.stack.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What waits for a decision, the oldest first.
 *
 * @param orders the first page
 * @param more whether there are others
 */
record ParkedOrders(List<ParkedOrder> orders, boolean more) {
    static final ParkedOrders NONE = new ParkedOrders(List.of(), false);

    /**
     * One of them.
     *
     * @param sequenceNumber as text: a script's numbers are too short for some
     * @param verdict what would become of it in a replay
     */
    record ParkedOrder(
            String namespace,
            String sequenceNumber,
            String orderId,
            String subject,
            String reason,
            String description,
            String parkedAt,
            int replays,
            String verdict) {}

    /** From the consumer's answer. */
    static ParkedOrders parse(JsonNode page) {
        List<ParkedOrder> orders = StreamSupport.stream(page.path("messages").spliterator(), false)
                .map(message -> new ParkedOrder(
                        message.path("namespace").asText(),
                        message.path("sequenceNumber").asText(),
                        message.path("orderId").asText(),
                        message.path("subject").asText(),
                        message.path("reason").asText(),
                        message.path("description").asText(),
                        message.path("parkedAt").asText(),
                        message.path("replays").asInt(),
                        message.path("replay").asText()))
                .toList();
        return new ParkedOrders(orders, page.has("next"));
    }
}
