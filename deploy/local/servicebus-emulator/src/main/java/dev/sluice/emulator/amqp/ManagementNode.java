package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.SubscriptionRules;
import dev.sluice.emulator.broker.Transaction;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.message.Message;

/**
 * The node {@code <entity>/$management}: finds the operation that a request names and words its failures.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-request-response">AMQP 1.0 in
 *     Azure Service Bus: request-response-based operations</a>
 */
final class ManagementNode implements RequestHandler {

    private final ManagementOperations operations;
    private final SessionOperations sessions;
    private final RuleOperations rules;

    /** The node of an entity; the rules are null unless it is a subscription, and sessions are locked in the connection's name. */
    ManagementNode(MessageQueue queue, SubscriptionRules rules, Object connection) {
        this.operations = new ManagementOperations(queue);
        this.sessions = new SessionOperations(queue, connection);
        this.rules = new RuleOperations(queue.path(), rules);
    }

    /** Scheduling and settling become part of the transaction, if there is one; all else is done at once. */
    @Override
    public Reply handle(Message request, Transaction transaction) {
        var properties = request.getApplicationProperties();
        var operation =
                String.valueOf(properties == null ? null : properties.getValue().get("operation"));
        try {
            var arguments = new ManagementRequest(body(request));
            return run(operation.replaceFirst("^com\\.microsoft:", ""), arguments, transaction);
        } catch (BrokerException refusal) {
            return Reply.error(refusal);
        } catch (IllegalArgumentException e) {
            return Reply.error(400, AmqpErrors.ARGUMENT_ERROR, operation + ": " + e.getMessage());
        }
    }

    private Reply run(String operation, ManagementRequest request, Transaction transaction) {
        return switch (operation) {
            case "renew-lock" -> operations.renewLocks(request);
            case "peek-message" -> operations.peek(request);
            case "schedule-message" -> operations.schedule(request, transaction);
            case "cancel-scheduled-message" -> operations.cancelScheduled(request);
            case "receive-by-sequence-number" ->
                request.text("session-id") == null
                        ? operations.receiveDeferred(request)
                        : sessions.receiveDeferred(request);
            case "update-disposition" -> operations.updateDisposition(request, transaction);
            case "renew-session-lock" -> sessions.renewLock(request);
            case "get-session-state" -> sessions.state(request);
            case "set-session-state" -> sessions.setState(request);
            case "get-message-sessions" -> sessions.list(request);
            case "add-rule" -> rules.add(request);
            case "remove-rule" -> rules.remove(request);
            case "enumerate-rules" -> rules.enumerate(request);
            default -> Reply.error(501, AmqpErrors.NOT_IMPLEMENTED, "The operation is not supported: " + operation);
        };
    }

    private static Map<?, ?> body(Message request) {
        return request.getBody() instanceof AmqpValue value && value.getValue() instanceof Map<?, ?> map
                ? map
                : Map.of();
    }
}
