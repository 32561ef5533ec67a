package dev.sluice.functions.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.functions.app.Trigger;
import dev.sluice.functions.app.Trigger.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * The body of an invocation: {@code {"Data":{...},"Metadata":{...}}}, as the host's .NET serializer writes it: bytes as
 * base64, times and objects as they are, and whatever else as a string that holds JSON.
 *
 * @see <a href="https://github.com/Azure/azure-functions-host">azure-functions-host</a>, {@code
 *     ScriptInvocationContextExtensions}
 * @see <a href="https://github.com/Azure/azure-sdk-for-net">azure-sdk-for-net</a>, {@code
 *     ServiceBusTriggerBindingStrategy.GetBindingData}
 */
final class Envelope {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String function;
    private final Trigger.ServiceBus trigger;
    private final ObjectNode client;

    /**
     * @param function the function's name
     * @param namespace the host name of the namespace
     */
    Envelope(String function, Trigger.ServiceBus trigger, String namespace) {
        this.function = function;
        this.trigger = trigger;
        this.client = MAPPER.createObjectNode()
                .put("FullyQualifiedNamespace", namespace)
                .put("IsClosed", false)
                .put("TransportType", 0)
                .put("Identifier", namespace + "-" + UUID.randomUUID());
    }

    /** One message, where cardinality is one. */
    JsonNode single(TriggerMessage message) {
        var envelope = MAPPER.createObjectNode();
        envelope.putObject("Data").put(trigger.name(), data(message.body()));
        var metadata = envelope.putObject("Metadata");
        common(metadata);
        metadata.put("DeliveryCount", "" + message.deliveryCount());
        text(metadata, "DeadLetterSource", message.deadLetterSource());
        text(metadata, "LockToken", message.lockToken());
        metadata.put("ExpiresAtUtc", DotNetTime.dateTime(message.expiresAt()));
        metadata.put("ExpiresAt", DotNetTime.offset(message.expiresAt()));
        metadata.put("EnqueuedTimeUtc", DotNetTime.dateTime(message.enqueuedTime()));
        metadata.put("EnqueuedTime", DotNetTime.offset(message.enqueuedTime()));
        text(metadata, "MessageId", message.messageId());
        text(metadata, "ContentType", message.contentType());
        text(metadata, "ReplyTo", message.replyTo());
        metadata.put("SequenceNumber", "" + message.sequenceNumber());
        text(metadata, "To", message.to());
        text(metadata, "Subject", message.subject());
        text(metadata, "Label", message.subject());
        text(metadata, "CorrelationId", message.correlationId());
        metadata.set("ApplicationProperties", PropertyValues.json(message.properties()));
        metadata.set("UserProperties", PropertyValues.json(message.properties()));
        text(metadata, "SessionId", message.sessionId());
        text(metadata, "ReplyToSessionId", message.replyToSessionId());
        text(metadata, "PartitionKey", message.partitionKey());
        metadata.set("sys", sys());
        if (trigger.dataType() != DataType.BINARY) {
            BodyFields.addTo(metadata, message.body());
        }
        return envelope;
    }

    /** The members that every trigger of this kind brings. */
    void common(ObjectNode metadata) {
        for (var name :
                new String[] {"MessageReceiver", "MessageSession", "MessageActions", "SessionActions", "ReceiveActions"
                }) {
            metadata.putObject(name);
        }
        metadata.set("Client", client.deepCopy());
    }

    ObjectNode sys() {
        return MAPPER.createObjectNode()
                .put("MethodName", function)
                .put("UtcNow", DotNetTime.now())
                .put("RandGuid", UUID.randomUUID().toString());
    }

    Trigger.ServiceBus trigger() {
        return trigger;
    }

    /** A value that is not an object, a time or bytes: a string that holds JSON. */
    static String quoted(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String data(byte[] body) {
        return trigger.dataType() == DataType.BINARY
                ? Base64.getEncoder().encodeToString(body)
                : quoted(new String(body, StandardCharsets.UTF_8));
    }

    private static void text(ObjectNode metadata, String name, String value) {
        // What is null has no key.
        if (value != null) {
            metadata.put(name, quoted(value));
        }
    }
}
