package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.azure.catalog.ResourceId;

/** What Azure checks of a role assignment. */
final class RoleAssignments {
    private static final String TYPE = "Microsoft.Authorization/roleAssignments";

    private RoleAssignments() {}

    static void check(ResourceStore store, ResourceId id, JsonNode body) {
        if (!id.type().equalsIgnoreCase(TYPE)) {
            return;
        }
        JsonNode properties = body.path("properties");
        String principal = properties.path("principalId").asText();
        if (store.all().stream().noneMatch(resource -> isPrincipal(resource, principal))) {
            throw new Refusal(400, "PrincipalNotFound", "Principal " + principal + " does not exist in the directory");
        }
        String prefix = id.path().substring(0, id.path().lastIndexOf('/') + 1);
        for (Resource other : store.below(prefix)) {
            JsonNode assigned = other.body().path("properties");
            if (!other.id().key().equals(id.key())
                    && assigned.path("principalId").equals(properties.path("principalId"))
                    && assigned.path("roleDefinitionId").equals(properties.path("roleDefinitionId"))) {
                throw new Refusal(409, "RoleAssignmentExists", "The role assignment already exists: " + other.id());
            }
        }
    }

    private static boolean isPrincipal(Resource resource, String principal) {
        return principal.equals(resource.body()
                                .path("properties")
                                .path("principalId")
                                .asText())
                        && !resource.id().type().equalsIgnoreCase(TYPE)
                || principal.equals(
                        resource.body().path("identity").path("principalId").asText());
    }
}
