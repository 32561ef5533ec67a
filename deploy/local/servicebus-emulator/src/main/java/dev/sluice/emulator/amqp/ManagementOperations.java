package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.DeadLetterReason;
import dev.sluice.emulator.broker.Delivery;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.Outcome;
import dev.sluice.emulator.broker.ReceiveMode;
import dev.sluice.emulator.broker.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;

/** The {@code $management} operations of a queue. */
final class ManagementOperations {

    // One answer holds at most so many messages; clients ask again.
    private static final int MAX_PEEKED = 1000;

    private final MessageQueue queue;

    ManagementOperations(MessageQueue queue) {
        this.queue = queue;
    }

    Reply renewLocks(ManagementRequest request) {
        // Boxed arrays: proton-j encodes an array inside a map only if its elements are objects.
        var expirations = request.list("lock-tokens", UUID.class).stream()
                .map(token -> Date.from(queue.renewLock(token)))
                .toArray(Date[]::new);
        return Reply.ok(Map.of("expirations", expirations));
    }

    Reply peek(ManagementRequest request) {
        long max = Math.max(0, Math.min(MAX_PEEKED, request.number("message-count")));
        var messages = new ArrayList<Map<String, Object>>();
        for (var message : queue.peek(request.number("from-sequence-number"), (int) max, request.text("session-id"))) {
            messages.add(Map.of("message", Binary.create(MessageWriter.write(message, null))));
        }
        return messages.isEmpty() ? Reply.noContent() : Reply.ok(Map.of("messages", messages));
    }

    Reply schedule(ManagementRequest request, Transaction transaction) {
        var messages = request.list("messages", Map.class).stream()
                .map(entry -> encoded((Map<?, ?>) entry))
                .toList();
        var numbers = transaction == null ? queue.send(messages) : transaction.send(queue, messages);
        return Reply.ok(Map.of("sequence-numbers", numbers.toArray(Long[]::new)));
    }

    Reply cancelScheduled(ManagementRequest request) {
        queue.cancelScheduled(request.list("sequence-numbers", Long.class));
        return Reply.ok(Map.of());
    }

    Reply receiveDeferred(ManagementRequest request) {
        var mode = mode(request);
        return deliveries(mode, queue.receiveDeferred(request.list("sequence-numbers", Long.class), mode));
    }

    /** Whether deferred messages are to be locked or deleted. */
    static ReceiveMode mode(ManagementRequest request) {
        return request.number("receiver-settle-mode") == 0 ? ReceiveMode.RECEIVE_AND_DELETE : ReceiveMode.PEEK_LOCK;
    }

    /** The answer that hands deferred messages out. */
    static Reply deliveries(ReceiveMode mode, List<Delivery> deliveries) {
        var messages = new ArrayList<Map<String, Object>>();
        for (var delivery : deliveries) {
            var entry = new HashMap<String, Object>();
            entry.put("message", Binary.create(MessageWriter.write(delivery.message(), delivery.lockedUntil())));
            if (mode == ReceiveMode.PEEK_LOCK) {
                entry.put("lock-token", delivery.lockToken());
            }
            messages.add(entry);
        }
        return Reply.ok(Map.of("messages", messages));
    }

    Reply updateDisposition(ManagementRequest request, Transaction transaction) {
        var tokens = request.list("lock-tokens", UUID.class);
        var changes = Settlement.byName(request.map("properties-to-modify"));
        var status = String.valueOf(request.text("disposition-status"));
        if (status.equals("suspended")) {
            putUnlessNull(changes, DeadLetterReason.REASON, request.text("deadletter-reason"));
            putUnlessNull(changes, DeadLetterReason.DESCRIPTION, request.text("deadletter-description"));
        }
        var outcome =
                switch (status) {
                    case "completed" -> Outcome.COMPLETED;
                    case "abandoned" -> Outcome.abandoned(changes);
                    // "defered" is how Service Bus spells it.
                    case "defered", "deferred" -> Outcome.deferred(changes);
                    case "suspended" -> Outcome.deadLettered(changes);
                    default -> throw new IllegalArgumentException("'disposition-status' can't be " + status);
                };
        tokens.forEach(token -> Settlement.settle(queue, token, outcome, transaction));
        return Reply.ok(Map.of());
    }

    private static NewMessage encoded(Map<?, ?> entry) {
        if (entry.get("message") instanceof Binary binary) {
            int start = binary.getArrayOffset();
            return MessageReader.read(Arrays.copyOfRange(binary.getArray(), start, start + binary.getLength()));
        }
        throw new IllegalArgumentException("each of 'messages' needs a binary 'message'");
    }

    private static void putUnlessNull(Map<String, Object> changes, String name, String value) {
        if (value != null) {
            changes.put(name, value);
        }
    }
}
