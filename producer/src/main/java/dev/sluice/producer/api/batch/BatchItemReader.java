package dev.sluice.producer.api.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.producer.api.IdempotencyKey;
import dev.sluice.producer.api.InvalidOrderException;
import dev.sluice.producer.api.OrderReader;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads an item: an order, plus an optional {@code id} that is the item's idempotency key. */
@ApplicationScoped
class BatchItemReader {
    private static final String ID = "id";

    private final OrderReader orders;

    BatchItemReader(OrderReader orders) {
        this.orders = orders;
    }

    /**
     * Reads one item.
     *
     * @param batchKey the whole batch's key
     * @param index the item's place in the batch, from 0
     */
    BatchItem read(RawItem item, IdempotencyKey batchKey, int index) throws InvalidOrderException {
        if (item.fault() != null) {
            throw item.fault();
        }
        ObjectNode object = (ObjectNode) OrderReader.object(item.text());
        JsonNode id = object.remove(ID);
        IdempotencyKey key = id == null ? batchKey.ofItem(index) : key(id);
        return new BatchItem(key, orders.read(object));
    }

    private static IdempotencyKey key(JsonNode id) throws InvalidOrderException {
        if (!id.isTextual()) {
            throw InvalidOrderException.violating(ID, "must be a string");
        }
        return IdempotencyKey.parse(id.textValue())
                .orElseThrow(() -> InvalidOrderException.violating(ID, IdempotencyKey.RULE));
    }
}
