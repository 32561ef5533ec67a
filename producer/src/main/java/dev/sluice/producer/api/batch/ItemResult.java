package dev.sluice.producer.api.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.producer.api.InvalidOrderException;
import dev.sluice.producer.api.Submission;
import dev.sluice.producer.api.Violation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of one item of a batch.
 *
 * @param index its place in the batch, from 0
 * @param status what became of it
 * @param id the order's id; null for an item that has none because it could not be read
 * @param location where an accepted order's status can be asked; else null
 * @param retryWith the key that leads to the same id; null for an item that was accepted or could not be read
 * @param violations what is wrong with an invalid item; else null
 * @param detail why Service Bus refused the item, or why it was not read; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record ItemResult(
        int index,
        Status status,
        UUID id,
        URI location,

        @Schema(description = "Send the order again with this as its key (or id): it will have the same order id")
        String retryWith,

        List<Violation> violations,
        String detail) {

    /** What can become of an item. */
    @RegisterForReflection
    public enum Status {
        /** The broker has it. */
        @JsonProperty("accepted")
        ACCEPTED,
        /** It is no valid order. */
        @JsonProperty("invalid")
        INVALID,
        /** Service Bus did not acknowledge it, or was not asked because it had just not answered. */
        @JsonProperty("unavailable")
        UNAVAILABLE,
        /** Service Bus will never take it. */
        @JsonProperty("refused")
        REFUSED,
        /** Neither this item nor any behind it was looked at: the batch is too large. */
        @JsonProperty("not-read")
        NOT_READ
    }

    static ItemResult of(int index, Submission submission) {
        UUID id = submission.id();
        String key = submission.key().value();
        return switch (submission.outcome()) {
            case ACCEPTED -> new ItemResult(index, Status.ACCEPTED, id, submission.location(), null, null, null);
            case UNAVAILABLE -> new ItemResult(index, Status.UNAVAILABLE, id, null, key, null, null);
            case REFUSED -> new ItemResult(index, Status.REFUSED, id, null, key, null, submission.detail());
        };
    }

    static ItemResult invalid(int index, InvalidOrderException why) {
        return new ItemResult(index, Status.INVALID, null, null, null, why.violations(), null);
    }

    static ItemResult notRead(int index, String why) {
        return new ItemResult(index, Status.NOT_READ, null, null, null, null, "reading stopped here: " + why);
    }
}
