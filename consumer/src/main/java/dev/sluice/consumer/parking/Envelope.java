package dev.sluice.consumer.parking;

import com.azure.messaging.servicebus.ServiceBusMessage;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a message says beside body, subject, content type and application properties; kept as it is from parking to replay. */
final class Envelope {
    private static final String CORRELATION_ID = "correlationId";
    private static final String REPLY_TO = "replyTo";
    private static final String TO = "to";
    private static final String REPLY_TO_SESSION_ID = "replyToSessionId";
    private static final String SESSION_ID = "sessionId";
    private static final String PARTITION_KEY = "partitionKey";

    /** Service Bus takes no longer ids and keys; a longer one is none of its own. */
    private static final int MAX_ID_LENGTH = 128;

    private Envelope() {}

    static Map<String, String> of(ServiceBusMessage message) {
        Map<String, String> envelope = new TreeMap<>();
        envelope.put(CORRELATION_ID, message.getCorrelationId());
        envelope.put(REPLY_TO, message.getReplyTo());
        envelope.put(TO, message.getTo());
        envelope.put(REPLY_TO_SESSION_ID, message.getReplyToSessionId());
        envelope.put(SESSION_ID, message.getSessionId());
        envelope.put(PARTITION_KEY, message.getPartitionKey());
        envelope.values().removeIf(value -> value == null || value.isEmpty());
        return envelope;
    }

    static void apply(Map<String, ?> envelope, ServiceBusMessage message) {
        message.setCorrelationId(text(envelope.get(CORRELATION_ID)))
                .setReplyTo(text(envelope.get(REPLY_TO)))
                .setTo(text(envelope.get(TO)));
        String session = text(envelope.get(SESSION_ID));
        ifUsable(text(envelope.get(REPLY_TO_SESSION_ID)), message::setReplyToSessionId);
        ifUsable(session, message::setSessionId);
        // With a session it is the session's id, and the SDK refuses any other.
        ifUsable(session == null ? text(envelope.get(PARTITION_KEY)) : null, message::setPartitionKey);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private static void ifUsable(String id, Consumer<String> setter) {
        if (id != null && id.length() <= MAX_ID_LENGTH) {
            setter.accept(id);
        }
    }
}
