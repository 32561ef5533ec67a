package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.message.Message;

/**
 * The answer to a request.
 *
 * @param statusCode as in HTTP
 * @param description the status in words
 * @param errorCondition the AMQP error, or null when all is well
 * @param body what was asked for, or null
 */
record Reply(int statusCode, String description, Symbol errorCondition, Map<String, Object> body) {

    static Reply ok(Map<String, Object> body) {
        return new Reply(200, "OK", null, body);
    }

    static Reply noContent() {
        return new Reply(204, "No Content", null, null);
    }

    static Reply error(BrokerException refusal) {
        return error(
                AmqpErrors.statusCode(refusal.reason()),
                AmqpErrors.condition(refusal.reason()),
                AmqpErrors.of(refusal).getDescription());
    }

    static Reply error(int statusCode, Symbol condition, String description) {
        return new Reply(statusCode, description, condition, null);
    }

    /** The message that answers the given request: its correlation id is the request's message id. */
    Message toMessage(Message request) {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("statusCode", statusCode);
        properties.put("statusDescription", description);
        if (errorCondition != null) {
            properties.put("errorCondition", errorCondition);
        }
        var message = Message.Factory.create();
        var correlation = request.getCorrelationId();
        message.setCorrelationId(request.getMessageId() == null ? correlation : request.getMessageId());
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setBody(new AmqpValue(body));
        return message;
    }
}
