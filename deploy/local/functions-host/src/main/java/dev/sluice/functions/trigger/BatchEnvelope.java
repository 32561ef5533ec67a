package dev.sluice.functions.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.functions.handler.InvocationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** The body of an invocation with several messages: arrays, each in a string that holds JSON. */
final class BatchEnvelope {

    private final Envelope envelope;

    BatchEnvelope(Envelope envelope) {
        this.envelope = envelope;
    }

    /** @throws InvocationFailedException if a body is not the JSON object that the host would make of it */
    JsonNode encode(List<TriggerMessage> messages) {
        var trigger = envelope.trigger();
        var json = Envelope.MAPPER.createObjectNode();
        var bodies =
                switch (trigger.dataType()) {
                    case BINARY -> messages.stream().map(TriggerMessage::body).toList();
                    case STRING ->
                        messages.stream()
                                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                                .toList();
                    case UNDEFINED ->
                        messages.stream().map(BatchEnvelope::object).toList();
                };
        json.putObject("Data").put(trigger.name(), Envelope.quoted(bodies));
        var metadata = json.putObject("Metadata");
        envelope.common(metadata);
        array(metadata, "DeliveryCount", messages, TriggerMessage::deliveryCount);
        array(metadata, "DeadLetterSource", messages, TriggerMessage::deadLetterSource);
        array(metadata, "LockToken", messages, TriggerMessage::lockToken);
        array(metadata, "ExpiresAtUtc", messages, message -> DotNetTime.exactDateTime(message.expiresAt()));
        array(metadata, "ExpiresAt", messages, message -> DotNetTime.exactOffset(message.expiresAt()));
        array(metadata, "EnqueuedTimeUtc", messages, message -> DotNetTime.exactDateTime(message.enqueuedTime()));
        array(metadata, "EnqueuedTime", messages, message -> DotNetTime.exactOffset(message.enqueuedTime()));
        array(metadata, "MessageId", messages, TriggerMessage::messageId);
        array(metadata, "ContentType", messages, TriggerMessage::contentType);
        array(metadata, "ReplyTo", messages, TriggerMessage::replyTo);
        array(metadata, "SequenceNumber", messages, TriggerMessage::sequenceNumber);
        array(metadata, "To", messages, TriggerMessage::to);
        array(metadata, "Subject", messages, TriggerMessage::subject);
        array(metadata, "Label", messages, TriggerMessage::subject);
        array(metadata, "CorrelationId", messages, TriggerMessage::correlationId);
        array(metadata, "ApplicationProperties", messages, message -> PropertyValues.json(message.properties()));
        array(metadata, "UserProperties", messages, message -> PropertyValues.json(message.properties()));
        array(metadata, "SessionId", messages, TriggerMessage::sessionId);
        array(metadata, "ReplyToSessionId", messages, TriggerMessage::replyToSessionId);
        array(metadata, "PartitionKey", messages, TriggerMessage::partitionKey);
        array(metadata, "TransactionPartitionKey", messages, TriggerMessage::partitionKey);
        metadata.set("sys", envelope.sys());
        return json;
    }

    private static void array(
            ObjectNode metadata, String name, List<TriggerMessage> messages, Function<TriggerMessage, Object> value) {
        metadata.put(
                name + "Array", Envelope.quoted(messages.stream().map(value).toList()));
    }

    private static JsonNode object(TriggerMessage message) {
        try {
            var json = Envelope.MAPPER.readTree(message.body());
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw new InvocationFailedException(
                "message " + message.messageId()
                        + " is not a JSON object: without dataType the host can't put it into a batch, set \"dataType\": \"binary\"");
    }
}
