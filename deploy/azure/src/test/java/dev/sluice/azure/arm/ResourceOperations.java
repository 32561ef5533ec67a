package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** PUT, PATCH, GET and DELETE of one resource, with Azure's conditions. */
final class ResourceOperations {
    private final ResourceStore store;
    private final AzureValues values;
    private final RunCommands commands;
    private final List<String> early = new ArrayList<>();

    ResourceOperations(ResourceStore store, AzureValues values, RunCommands commands) {
        this.store = store;
        this.values = values;
        this.commands = commands;
    }

    /** Requests that came before what they need was done: Azure refuses them, or not, depending on the day. */
    List<String> early() {
        return List.copyOf(early);
    }

    Answer put(ResourceId id, JsonNode sent) {
        if (!(sent instanceof ObjectNode)) {
            throw new Refusal(400, "InvalidRequestContent", "The body is no object");
        }
        placeExists(id);
        Optional<Resource> before = store.find(id);
        before.ifPresent(resource -> settled(id, resource));
        References.unready(store, id, sent).ifPresent(other -> tooEarly(id, other));
        RoleAssignments.check(store, id, sent);
        ObjectNode body = sent.deepCopy();
        values.complete(id, body);
        Sites.split(store, id, body);
        commands.run(id, body);
        Resource stored = store.put(id, body, ResourceStates.polls(id.type()));
        return Answer.of(before.isPresent() ? 200 : 201, show(stored));
    }

    Answer patch(ResourceId id, JsonNode sent) {
        Resource resource = existing(id);
        settled(id, resource);
        JsonNode replica = sent.path("properties").path("replica");
        if (replica.has("promoteMode")) {
            Databases.promote(store, resource, replica);
        } else {
            merge(resource.body(), sent);
        }
        resource.change(ResourceStates.polls(id.type()));
        return Answer.of(200, show(resource));
    }

    Answer get(ResourceId id) {
        Resource resource = existing(id);
        if (!resource.poll()) {
            store.remove(id);
            throw notFound(id);
        }
        return Answer.of(200, show(resource));
    }

    Answer delete(ResourceId id) {
        Optional<Resource> resource = store.find(id);
        if (resource.isEmpty()) {
            return Answer.empty(204);
        }
        int polls = id.group().filter(id::equals).isPresent() ? 1 : ResourceStates.polls(id.type());
        if (polls == 0) {
            store.remove(id);
            return Answer.empty(200);
        }
        resource.get().delete(polls);
        return Answer.empty(202);
    }

    Resource existing(ResourceId id) {
        return store.find(id).orElseThrow(() -> notFound(id));
    }

    /** A resource as a GET shows it. */
    ObjectNode show(Resource resource) {
        ObjectNode shown = store.show(resource);
        switch (resource.id().type().toLowerCase(Locale.ROOT)) {
            case "microsoft.network/azurefirewalls" -> Addresses.ofFirewall(store, shown);
            case "microsoft.dbforpostgresql/flexibleservers" ->
                shown.withObjectProperty("properties").put("state", resource.settled() ? "Ready" : "Updating");
            case "microsoft.authorization/roleassignments" ->
                shown.withObjectProperty("properties")
                        .put(
                                "scope",
                                resource.id().scope().map(Object::toString).orElse(""));
            case "microsoft.web/sites/config" -> {
                if (resource.id().name().equalsIgnoreCase("appsettings")) {
                    shown.set("properties", JsonNodeFactory.instance.objectNode());
                }
            }
            default -> {
                // Shown as it is stored.
            }
        }
        return shown;
    }

    private void placeExists(ResourceId id) {
        Optional<ResourceId> group = id.group();
        if (group.isPresent()
                && !group.get().equals(id)
                && store.find(group.get()).isEmpty()) {
            throw new Refusal(404, "ResourceGroupNotFound", group.get() + " could not be found");
        }
        id.parent().ifPresent(parent -> placeReady(id, parent, "ParentResourceNotFound"));
        id.scope()
                .filter(scope -> !scope.equals(group.orElse(null)))
                .ifPresent(scope -> placeReady(id, scope, "ResourceNotFound"));
    }

    private void placeReady(ResourceId id, ResourceId place, String code) {
        Optional<Resource> found = store.find(place);
        if (found.isEmpty() && place.parent().isPresent() && !InlineChildren.isChild(place)) {
            placeReady(id, place.parent().get(), code);
            return;
        }
        settled(id, found.orElseThrow(() -> new Refusal(404, code, id + " needs " + place + ", which does not exist")));
    }

    private void settled(ResourceId id, Resource resource) {
        if (!resource.settled()) {
            resource.poll();
            tooEarly(id, resource.id());
        }
    }

    private void tooEarly(ResourceId id, ResourceId other) {
        early.add(id + " before " + other + " was done");
        throw new Refusal(409, "AnotherOperationInProgress", "Another operation on " + other + " is in progress");
    }

    private static Refusal notFound(ResourceId id) {
        return new Refusal(404, "ResourceNotFound", "The Resource '" + id + "' was not found");
    }

    private static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue().isObject() && into.path(field.getKey()) instanceof ObjectNode inner) {
                merge(inner, field.getValue());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }
}
