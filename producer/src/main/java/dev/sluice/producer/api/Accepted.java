package dev.sluice.producer.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer to an order that the broker has acknowledged.
 *
 * @param id the order's id
 * @param status always {@code accepted}: what became of it since is asked at the Location
 */
@RegisterForReflection
public record Accepted(
        UUID id, @Schema(enumeration = Accepted.STATUS) String status) {
    static final String STATUS = "accepted";

    static Accepted order(UUID id) {
        return new Accepted(id, STATUS);
    }
}
