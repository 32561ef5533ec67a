package dev.sluice.consumer.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where an order is.
 *
 * @param id the order's id
 * @param status how far it has come
 * @param since when it got there
 * @param reason why it is retried, or was parked; absent when it is processed
 * @param attempts how many attempts have failed; only while it is retried
 * @param nextAttempt when it is due again; only while it is retried
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderStatus(
        UUID id,

        @Schema(enumeration = {"processed", "parked", "retrying", "replaying", "discarded"})
        String status,

        Instant since,
        String reason,
        Integer attempts,
        Instant nextAttempt) {}
