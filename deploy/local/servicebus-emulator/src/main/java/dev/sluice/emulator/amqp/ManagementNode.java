package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.MessageQueue;
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

    ManagementNode(MessageQueue queue) {
        this.operations = new ManagementOperations(queue);
    }

    @Override
    public Reply handle(Message request) {
        var properties = request.getApplicationProperties();
        var operation =
                String.valueOf(properties == null ? null : properties.getValue().get("operation"));
        try {
            return run(operation.replaceFirst("^com\\.microsoft:", ""), new ManagementRequest(body(request)));
        } catch (BrokerException refusal) {
            return Reply.error(refusal);
        } catch (IllegalArgumentException e) {
            return Reply.error(400, AmqpErrors.ARGUMENT_ERROR, operation + ": " + e.getMessage());
        }
    }

    private Reply run(String operation, ManagementRequest request) {
        return switch (operation) {
            case "renew-lock" -> operations.renewLocks(request);
            case "peek-message" -> operations.peek(request);
            case "schedule-message" -> operations.schedule(request);
            case "cancel-scheduled-message" -> operations.cancelScheduled(request);
            case "receive-by-sequence-number" -> operations.receiveDeferred(request);
            case "update-disposition" -> operations.updateDisposition(request);
            default -> Reply.error(501, AmqpErrors.NOT_IMPLEMENTED, "The operation is not supported: " + operation);
        };
    }

    private static Map<?, ?> body(Message request) {
        return request.getBody() instanceof AmqpValue value && value.getValue() instanceof Map<?, ?> map
                ? map
                : Map.of();
    }
}
