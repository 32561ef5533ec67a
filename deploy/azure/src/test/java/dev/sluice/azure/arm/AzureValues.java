package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Fills in what only Azure knows: identities' ids, host names, addresses. The same id always gets the same values. */
final class AzureValues {
    private final ResourceStore store;
    private final String tenant;

    AzureValues(ResourceStore store, String tenant) {
        this.store = store;
        this.tenant = tenant;
    }

    /** @param body changed in place, before it is stored */
    void complete(ResourceId id, ObjectNode body) {
        identity(id, body);
        ObjectNode properties = body.withObjectProperty("properties");
        String name = id.name();
        switch (id.type().toLowerCase(Locale.ROOT)) {
            case "microsoft.managedidentity/userassignedidentities" ->
                properties
                        .put("principalId", uuid(id, "principal"))
                        .put("clientId", uuid(id, "client"))
                        .put("tenantId", tenant);
            case "microsoft.network/azurefirewalls" -> Addresses.ofFirewall(properties);
            case "microsoft.network/networkinterfaces" -> Addresses.ofInterface(store, id, properties);
            case "microsoft.network/privateendpoints" -> endpoint(id, properties);
            case "microsoft.network/publicipaddresses" -> properties.put("ipAddress", "203.0.113." + number(id));
            case "microsoft.servicebus/namespaces" ->
                properties.put("serviceBusEndpoint", "https://" + name + ".servicebus.windows.net:443/");
            case "microsoft.operationalinsights/workspaces" -> properties.put("customerId", uuid(id, "customer"));
            case "microsoft.insights/components" ->
                properties
                        .put("AppId", uuid(id, "app"))
                        .put("InstrumentationKey", uuid(id, "key"))
                        .put("ConnectionString", "InstrumentationKey=" + uuid(id, "key"));
            case "microsoft.storage/storageaccounts" ->
                properties.putObject("primaryEndpoints").put("blob", "https://" + name + ".blob.core.windows.net/");
            case "microsoft.web/sites" ->
                properties.put("defaultHostName", name + ".azurewebsites.net").put("state", "Running");
            case "microsoft.web/serverfarms" -> properties.put("status", "Ready");
            case "microsoft.containerregistry/registries" -> properties.put("loginServer", name + ".azurecr.io");
            case "microsoft.dbforpostgresql/flexibleservers" -> Databases.complete(store, id, properties);
            case "microsoft.compute/virtualmachines" -> properties.put("vmId", uuid(id, "vm"));
            default -> {
                // Azure adds nothing that the scripts look at.
            }
        }
    }

    private void identity(ResourceId id, ObjectNode body) {
        if (!(body.path("identity") instanceof ObjectNode identity)) {
            return;
        }
        if (identity.path("type").asText().contains("SystemAssigned")) {
            identity.put("principalId", uuid(id, "principal")).put("tenantId", tenant);
        }
        if (identity.path("userAssignedIdentities") instanceof ObjectNode assigned) {
            assigned.fieldNames().forEachRemaining(name -> {
                ResourceId user = ResourceId.of(name);
                assigned.withObjectProperty(name)
                        .put("principalId", uuid(user, "principal"))
                        .put("clientId", uuid(user, "client"));
            });
        }
    }

    private void endpoint(ResourceId id, ObjectNode properties) {
        for (JsonNode connection : properties.path("privateLinkServiceConnections")) {
            ((ObjectNode) connection.path("properties"))
                    .putObject("privateLinkServiceConnectionState")
                    .put("status", "Approved");
        }
        ResourceId nic = ResourceId.of(
                id.group().orElseThrow() + "/providers/Microsoft.Network/networkInterfaces/" + id.name() + ".nic");
        ObjectNode interfaces = Addresses.ofEndpoint(store, nic, properties);
        store.put(nic, interfaces, 0);
        ArrayNode references = properties.putArray("networkInterfaces");
        references.addObject().put("id", nic.path());
    }

    private static int number(ResourceId id) {
        return 1 + Math.floorMod(id.key().hashCode(), 250);
    }

    private static String uuid(ResourceId id, String what) {
        return UUID.nameUUIDFromBytes((id.key() + what).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
