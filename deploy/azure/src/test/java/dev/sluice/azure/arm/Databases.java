package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.Optional;

/** The roles of PostgreSQL flexible servers: who is whose replica, and what a promotion makes of it. */
final class Databases {
    private static final String ROLE = "replicationRole";

    private Databases() {}

    /** @param properties of a server that is put, changed in place */
    static void complete(ResourceStore store, ResourceId id, ObjectNode properties) {
        properties.put("fullyQualifiedDomainName", id.name() + ".postgres.database.azure.com");
        Optional<JsonNode> before = store.find(id).map(server -> server.body().path("properties"));
        if (before.isPresent()) {
            properties.put(ROLE, before.get().path(ROLE).asText());
            properties.put(
                    "sourceServerResourceId",
                    before.get().path("sourceServerResourceId").asText());
        } else if ("Replica".equals(properties.path("createMode").asText())) {
            properties.put(ROLE, "AsyncReplica");
        } else {
            properties.put(ROLE, "Primary");
        }
    }

    /** What a PATCH with {@code replica.promoteMode} does, to this server and the one that it copies. */
    static void promote(ResourceStore store, Resource server, JsonNode replica) {
        ObjectNode properties = server.body().withObjectProperty("properties");
        if (!"AsyncReplica".equals(properties.path(ROLE).asText())) {
            throw new Refusal(400, "ReplicaPromoteNotAllowed", server.id() + " is no replica");
        }
        ResourceId source =
                ResourceId.of(properties.path("sourceServerResourceId").asText("/none"));
        if ("switchover".equalsIgnoreCase(replica.path("promoteMode").asText())) {
            ObjectNode other = store.find(source)
                    .orElseThrow(() -> new Refusal(400, "SourceServerNotFound", source + " is not there"))
                    .body()
                    .withObjectProperty("properties");
            other.put(ROLE, "AsyncReplica")
                    .put("sourceServerResourceId", server.id().path());
        }
        properties.put(ROLE, "Primary").remove("sourceServerResourceId");
        properties.remove("replica");
    }
}
