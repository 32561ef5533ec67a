package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.Optional;

/** The roles of PostgreSQL flexible servers: who is whose replica, and what a promotion makes of it. */
final class Databases {
    private static final String ROLE = "replicationRole";
    private static final String SOURCE = "sourceServerResourceId";
    private static final String REPLICA = "AsyncReplica";
    private static final String PRIMARY = "Primary";

    private Databases() {}

    /** @param properties of a server that is put, changed in place */
    static void complete(ResourceStore store, ResourceId id, ObjectNode properties) {
        properties.put("fullyQualifiedDomainName", id.name() + ".postgres.database.azure.com");
        Optional<JsonNode> before = store.find(id).map(server -> server.body().path("properties"));
        if (before.isPresent()) {
            role(properties, before.get().path(ROLE).asText());
            properties.remove(SOURCE);
            if (before.get().has(SOURCE)) {
                properties.set(SOURCE, before.get().get(SOURCE));
            }
        } else {
            role(properties, "Replica".equals(properties.path("createMode").asText()) ? REPLICA : PRIMARY);
        }
    }

    private static void role(ObjectNode properties, String role) {
        properties.put(ROLE, role).putObject("replica").put("role", role);
    }

    /** What a PATCH with {@code replica.promoteMode} does, to this server and the one that it copies. */
    static void promote(ResourceStore store, Resource server, JsonNode replica) {
        ObjectNode properties = server.body().withObjectProperty("properties");
        if (!REPLICA.equals(properties.path(ROLE).asText())) {
            throw new Refusal(400, "ReplicaPromoteNotAllowed", server.id() + " is no replica");
        }
        ResourceId source = ResourceId.of(properties.path(SOURCE).asText("/none"));
        if ("switchover".equalsIgnoreCase(replica.path("promoteMode").asText())) {
            ObjectNode other = store.find(source)
                    .orElseThrow(() -> new Refusal(400, "SourceServerNotFound", source + " is not there"))
                    .body()
                    .withObjectProperty("properties");
            role(other, REPLICA);
            other.put(SOURCE, server.id().path());
        }
        role(properties, PRIMARY);
        properties.remove(SOURCE);
    }
}
