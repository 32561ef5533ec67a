package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.DeadLetterReason;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.ReceiveMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
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
        for (var message : queue.peek(request.number("from-sequence-number"), (int) max)) {
            messages.add(Map.of("message", Binary.create(MessageWriter.write(message, null))));
        }
        return messages.isEmpty() ? Reply.noContent() : Reply.ok(Map.of("messages", messages));
    }

    Reply schedule(ManagementRequest request) {
        var messages = request.list("messages", Map.class).stream()
                .map(entry -> encoded((Map<?, ?>) entry))
                .toList();
        return Reply.ok(Map.of("sequence-numbers", queue.send(messages).toArray(Long[]::new)));
    }

    Reply cancelScheduled(ManagementRequest request) {
        queue.cancelScheduled(request.list("sequence-numbers", Long.class));
        return Reply.ok(Map.of());
    }

    Reply receiveDeferred(ManagementRequest request) {
        var mode = request.number("receiver-settle-mode") == 0 ? ReceiveMode.RECEIVE_AND_DELETE : ReceiveMode.PEEK_LOCK;
        var messages = new ArrayList<Map<String, Object>>();
        for (var delivery : queue.receiveDeferred(request.list("sequence-numbers", Long.class), mode)) {
            var entry = new HashMap<String, Object>();
            entry.put("message", Binary.create(MessageWriter.write(delivery.message(), delivery.lockedUntil())));
            if (mode == ReceiveMode.PEEK_LOCK) {
                entry.put("lock-token", delivery.lockToken());
            }
            messages.add(entry);
        }
        return Reply.ok(Map.of("messages", messages));
    }

    Reply updateDisposition(ManagementRequest request) {
        var tokens = request.list("lock-tokens", UUID.class);
        var changes = Settlement.byName(request.map("properties-to-modify"));
        var status = String.valueOf(request.text("disposition-status"));
        if (status.equals("suspended")) {
            putUnlessNull(changes, DeadLetterReason.REASON, request.text("deadletter-reason"));
            putUnlessNull(changes, DeadLetterReason.DESCRIPTION, request.text("deadletter-description"));
        }
        for (var token : tokens) {
            switch (status) {
                case "completed" -> queue.complete(token);
                case "abandoned" -> queue.abandon(token, changes);
                // "defered" is how Service Bus spells it.
                case "defered", "deferred" -> queue.defer(token, changes);
                case "suspended" -> queue.deadLetter(token, changes);
                default -> throw new IllegalArgumentException("'disposition-status' can't be " + status);
            }
        }
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
