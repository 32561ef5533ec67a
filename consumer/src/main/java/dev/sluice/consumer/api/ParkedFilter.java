package dev.sluice.consumer.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which parked messages are meant: those that have all that is given. An empty one means all of them.
 *
 * @param reason why they were parked
 * @param subject their subject
 * @param olderThan how long ago they were parked, at least
 */
public record ParkedFilter(
        String reason,
        String subject,

        @Schema(examples = {"PT1H", "30m"}) String olderThan) {}
