package dev.sluice.consumer.api;

import dev.sluice.consumer.parking.ParkedKey;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What is to be done with parked messages; exactly one of {@code messages} and {@code filter} is given.
 *
 * @param messages these, 1 to 1000
 * @param filter or those that it fits
 * @param dryRun only say what would be done
 * @param rate messages per second, 1 to 1000; sluice.parking.default-rate if it is not given
 * @param force replay also what is too old or was replayed too often
 * @param comment for the audit, up to 200 characters
 */
public record ParkingRequest(
        @Schema(minItems = 1, maxItems = 1000) List<ParkedKey> messages,
        ParkedFilter filter,
        Boolean dryRun,
        @Schema(minimum = "1", maximum = "1000") Integer rate,
        Boolean force,
        @Schema(maxLength = 200) String comment) {}
