package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Transaction;
import dev.sluice.emulator.security.AccessRight;
import java.util.Set;
import org.apache.qpid.proton.message.Message;

/** Lets a request through to the {@code $management} of an entity if the connection has the right that it needs. */
final class GuardedRequests implements RequestHandler {

    // Listen is enough for all others, also for rules: what the SDK's documentation asks of its rule client.
    private static final Set<String> SENDING =
            Set.of("com.microsoft:schedule-message", "com.microsoft:cancel-scheduled-message");

    private final RequestHandler node;
    private final LinkContext link;
    private final ConnectionAccess access;

    GuardedRequests(RequestHandler node, LinkContext link, ConnectionAccess access) {
        this.node = node;
        this.link = link;
        this.access = access;
    }

    @Override
    public Reply handle(Message request, Transaction transaction) {
        var properties = request.getApplicationProperties();
        var operation = properties == null ? null : properties.getValue().get("operation");
        var right = SENDING.contains(String.valueOf(operation)) ? AccessRight.SEND : AccessRight.LISTEN;
        if (!access.allows(link.address(), right)) {
            var error = AmqpErrors.unauthorized(right, link.address());
            return Reply.error(401, error.getCondition(), error.getDescription());
        }
        if (link.faults().refusesRequest(link.address())) {
            var busy = AmqpErrors.serverBusy();
            return Reply.error(503, busy.getCondition(), busy.getDescription());
        }
        return node.handle(request, transaction);
    }
}
