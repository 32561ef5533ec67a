package dev.sluice.consumer.parking;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was asked to be done with parked messages, and how far that has come.
 *
 * @param id the operation; absent in a dry run
 * @param action replay or discard
 * @param state dry-run, running, done or cancelled
 * @param matched how many messages matched when it was asked for
 * @param outcomes how many messages came to which end; in a dry run, would come
 * @param inProgress how many are marked and not known to be sent yet
 * @param rate messages per second
 * @param force whether age and number of replays are overridden
 * @param comment what whoever asked said about it
 * @param requestedBy who asked
 * @param requestedAt when
 * @param cancelledBy who stopped it
 * @param finishedAt when all had been looked at
 * @param lastError why a message could not be sent yet; it is tried again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationStatus(
        UUID id,

        @Schema(enumeration = {"replay", "discard"}) String action,

        @Schema(enumeration = {"dry-run", "running", "done", "cancelled"})
        String state,

        long matched,
        Map<String, Long> outcomes,
        Long inProgress,
        Integer rate,
        boolean force,
        String comment,
        String requestedBy,
        Instant requestedAt,
        String cancelledBy,
        Instant finishedAt,
        String lastError) {
    /** What would be done. */
    static OperationStatus dryRun(Action action, boolean force, Map<String, Long> outcomes) {
        long matched = outcomes.values().stream().mapToLong(Long::longValue).sum();
        return new OperationStatus(
                null,
                action.text(),
                "dry-run",
                matched,
                outcomes,
                null,
                null,
                force,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
