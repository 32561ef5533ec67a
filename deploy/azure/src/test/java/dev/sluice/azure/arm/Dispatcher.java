package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import dev.sluice.azure.catalog.Route;
import dev.sluice.azure.catalog.RouteCatalog;
import java.util.Locale;

/** Finds the operation that a request means, refuses what Azure does not have, and hands on the rest. */
final class Dispatcher {
    private final RouteCatalog catalog = RouteCatalog.azure();
    private final ResourceStore store;
    private final ResourceOperations operations;
    private final Lists lists;

    Dispatcher(ResourceStore store, ResourceOperations operations) {
        this.store = store;
        this.operations = operations;
        lists = new Lists(store, operations);
    }

    Answer handle(Exchange exchange) {
        Route route = catalog.find(exchange.method(), exchange.path())
                .orElseThrow(() -> new Refusal(404, "InvalidResourceType", "Azure has no " + exchange));
        if (!route.versions().contains(exchange.version())) {
            throw new Refusal(
                    400,
                    "NoRegisteredProviderFound",
                    "No registered API version '%s' of %s; the supported ones are %s"
                            .formatted(exchange.version(), route.template(), route.versions()));
        }
        ResourceId id = ResourceId.of(exchange.path());
        return switch (exchange.method()) {
            case "PUT" -> operations.put(id, exchange.body());
            case "PATCH" -> operations.patch(id, exchange.body());
            case "DELETE" -> operations.delete(id);
            case "HEAD" -> Answer.empty(store.find(id).isPresent() ? 204 : 404);
            case "POST" -> post(exchange.path());
            default ->
                catalog.isResource(exchange.path())
                        ? operations.get(id)
                        : lists.list(exchange.path(), exchange.query());
        };
    }

    private Answer post(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        ResourceId target = ResourceId.of(path.substring(0, path.lastIndexOf('/')));
        if (lower.endsWith("/config/appsettings/list")) {
            ObjectNode shown = store.show(operations.existing(target));
            return Answer.of(200, shown);
        }
        if (lower.endsWith("/syncfunctiontriggers") || lower.endsWith("/host/default/sync")) {
            return Answer.empty(204);
        }
        if (catalog.isResource(target.path())) {
            operations.existing(target);
        }
        return Answer.of(200, JsonNodeFactory.instance.objectNode());
    }
}
