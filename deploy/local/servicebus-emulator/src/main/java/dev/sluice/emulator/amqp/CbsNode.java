package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Transaction;
import java.util.Map;
import org.apache.qpid.proton.message.Message;

/**
 * The node {@code $cbs}, claims-based security: clients put a token for each entity here before they attach to it. Any
 * token is accepted.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide">AMQP 1.0 in
 *     Azure Service Bus, claims-based security</a>
 */
final class CbsNode implements RequestHandler {

    @Override
    public Reply handle(Message request, Transaction transaction) {
        var properties = request.getApplicationProperties();
        var operation = properties == null ? null : properties.getValue().get("operation");
        if (!"put-token".equals(operation)) {
            return Reply.error(400, AmqpErrors.NOT_IMPLEMENTED, "$cbs knows put-token and not " + operation + ".");
        }
        return new Reply(202, "Accepted", null, Map.of());
    }
}
