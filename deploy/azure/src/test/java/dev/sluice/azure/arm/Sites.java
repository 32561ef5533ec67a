package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;

/** A site's configuration is a resource of its own; App Service never shows settings on a GET. */
final class Sites {
    private Sites() {}

    /** @param body of a site that is put: its configuration is taken out and stored beside it */
    static void split(ResourceStore store, ResourceId id, ObjectNode body) {
        if (!id.type().equalsIgnoreCase("Microsoft.Web/sites")) {
            return;
        }
        ObjectNode config = body.withObjectProperty("properties").withObjectProperty("siteConfig");
        JsonNode settings = config.remove("appSettings");
        if (settings != null && settings.isArray()) {
            ObjectNode stored = JsonNodeFactory.instance.objectNode();
            ObjectNode values = stored.putObject("properties");
            settings.forEach(setting -> values.put(
                    setting.path("name").asText(), setting.path("value").asText()));
            store.put(ResourceId.of(id + "/config/appsettings"), stored, 0);
        }
        ResourceId web = ResourceId.of(id + "/config/web");
        ObjectNode stored = store.find(web).map(Resource::body).orElseGet(JsonNodeFactory.instance::objectNode);
        (stored.withObjectProperty("properties")).setAll(config);
        store.put(web, stored, 0);
    }
}
