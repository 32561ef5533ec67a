package dev.sluice.consumer.parking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A parked message as it is shown.
 *
 * @param namespace the namespace that it came from
 * @param sequenceNumber its number there
 * @param orderId the order; absent when the message has no id that can be read
 * @param messageId its MessageId
 * @param subject its subject
 * @param reason why it was parked, one word
 * @param description why, in more words
 * @param enqueuedAt when the order first came in
 * @param parkedAt when it was parked
 * @param state how far it has come since
 * @param stateSince when it got there
 * @param operation what brought it there
 * @param replays how often it had been replayed when it was parked
 * @param replay what would become of it in a replay without force
 * @param size of its body, in bytes
 * @param contentType its content type; only where it is shown alone, like all that follow
 * @param properties its application properties
 * @param body the first 64 KiB of its body, if they are text
 * @param bodyBase64 the same, if they are not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParkedMessage(
        String namespace,
        long sequenceNumber,
        UUID orderId,
        String messageId,
        String subject,
        String reason,
        String description,
        Instant enqueuedAt,
        Instant parkedAt,

        @Schema(enumeration = {"parked", "replaying", "replayed", "discarded"})
        String state,

        Instant stateSince,
        UUID operation,
        int replays,

        @Schema(
                enumeration = {
                    "Replayed",
                    "AlreadyProcessed",
                    "NotAnOrder",
                    "NamespaceNotConfigured",
                    "TooOldToReplay",
                    "TooManyReplays"
                })
        String replay,

        int size,
        String contentType,
        @JsonRawValue @Schema(implementation = Object.class) String properties,
        String body,
        byte[] bodyBase64) {}
