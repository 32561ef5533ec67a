package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Transaction;
import dev.sluice.emulator.security.InvalidTokenException;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.message.Message;

/**
 * The node {@code $cbs}, claims-based security: clients put a token for each entity here before they attach to it. Without
 * keys any token is accepted.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide">AMQP 1.0 in
 *     Azure Service Bus, claims-based security</a>
 */
final class CbsNode implements RequestHandler {

    private static final String SAS = "servicebus.windows.net:sastoken";

    private final ConnectionAccess access;

    CbsNode(ConnectionAccess access) {
        this.access = access;
    }

    @Override
    public Reply handle(Message request, Transaction transaction) {
        var properties = request.getApplicationProperties();
        var operation = properties == null ? null : properties.getValue().get("operation");
        if (!"put-token".equals(operation)) {
            return Reply.error(400, AmqpErrors.NOT_IMPLEMENTED, "$cbs knows put-token and not " + operation + ".");
        }
        return access.isChecked() ? put(request, properties.getValue()) : accepted();
    }

    @Override
    public boolean keepsNothing() {
        return true;
    }

    private Reply put(Message request, Map<String, Object> properties) {
        var type = properties.get("type");
        if (!SAS.equals(type)) {
            return unauthorized("Only shared access signatures (" + SAS + ") can be verified here, and not '" + type
                    + "': a token of an identity provider needs the provider. Connect with a connection string.");
        }
        if (!(properties.get("name") instanceof String name)
                || !(request.getBody() instanceof AmqpValue body)
                || !(body.getValue() instanceof String token)) {
            return Reply.error(400, AmqpErrors.ARGUMENT_ERROR, "put-token needs a 'name' and a token, both strings.");
        }
        try {
            return access.present(token, name)
                    ? accepted()
                    : Reply.error(403, AmqpErrors.RESOURCE_LIMIT_EXCEEDED, "Too many tokens on one connection.");
        } catch (InvalidTokenException invalid) {
            return unauthorized(invalid.getMessage());
        }
    }

    private static Reply unauthorized(String why) {
        var error = AmqpErrors.of(AmqpErrors.UNAUTHORIZED_ACCESS, why);
        return Reply.error(401, AmqpErrors.UNAUTHORIZED_ACCESS, error.getDescription());
    }

    private static Reply accepted() {
        return new Reply(202, "Accepted", null, Map.of());
    }
}
