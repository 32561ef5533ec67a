package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.MessageQueue;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** The {@code $management} operations on the sessions of a queue. */
final class SessionOperations {

    private static final int MAX_LISTED = 1000;

    private final MessageQueue queue;
    private final Object connection;

    SessionOperations(MessageQueue queue, Object connection) {
        this.queue = queue;
        this.connection = connection;
    }

    Reply renewLock(ManagementRequest request) {
        var until = queue.sessions().renew(request.text("session-id"), connection);
        return Reply.ok(Map.of("expiration", Date.from(until)));
    }

    Reply state(ManagementRequest request) {
        var state = queue.sessions().state(request.text("session-id"));
        return Reply.ok(Collections.singletonMap("session-state", state == null ? null : new Binary(state)));
    }

    Reply setState(ManagementRequest request) {
        var given = request.binary("session-state");
        queue.sessions().setState(request.text("session-id"), given, connection);
        return Reply.ok(Map.of());
    }

    Reply receiveDeferred(ManagementRequest request) {
        var mode = ManagementOperations.mode(request);
        var numbers = request.list("sequence-numbers", Long.class);
        return ManagementOperations.deliveries(
                mode, queue.sessions().receiveDeferred(request.text("session-id"), numbers, mode, connection));
    }

    /** Without a time, or with one that is far ahead, the sessions that have messages or a state. */
    Reply list(ManagementRequest request) {
        var since = request.time("last-updated-time");
        int skip = (int) Math.max(0, Math.min(Integer.MAX_VALUE, request.number("skip")));
        int top = (int) Math.max(0, Math.min(MAX_LISTED, request.number("top")));
        var ids = queue.sessions().ids(since == null || since.isAfter(Instant.now()) ? null : since, skip, top);
        return ids.isEmpty()
                ? Reply.noContent()
                : Reply.ok(Map.of("skip", skip + ids.size(), "sessions-ids", ids.toArray(String[]::new)));
    }
}
