package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All resources by id, children that live in a parent's body included. */
final class ResourceStore {
    private final TreeMap<String, Resource> resources = new TreeMap<>();
    private final List<String> dropped = new ArrayList<>();

    Optional<Resource> find(ResourceId id) {
        return Optional.ofNullable(resources.get(id.key()));
    }

    /** Resources whose key begins with a prefix, in the order of their keys. */
    List<Resource> below(String prefix) {
        String from = prefix.toLowerCase(Locale.ROOT);
        return List.copyOf(resources.subMap(from, from + Character.MAX_VALUE).values());
    }

    List<Resource> all() {
        return List.copyOf(resources.values());
    }

    /** Ids of children that a parent's PUT did away with. */
    List<String> dropped() {
        return List.copyOf(dropped);
    }

    /** Puts a body in place and takes its inline children out of it. */
    Resource put(ResourceId id, ObjectNode body, int polls) {
        Resource resource = resources.computeIfAbsent(id.key(), key -> new Resource(id, body));
        resource.replace(body);
        resource.change(polls);
        JsonNode properties = body.path("properties");
        for (InlineChildren inline : InlineChildren.of(id.type())) {
            JsonNode array = properties.path(inline.property());
            if (array.isArray() || inline.replaced()) {
                replaceChildren(id, inline, array);
            }
            if (array.isArray()) {
                ((ObjectNode) properties).remove(inline.property());
            }
        }
        return resource;
    }

    private void replaceChildren(ResourceId parent, InlineChildren inline, JsonNode array) {
        String prefix = parent.path() + "/" + inline.property() + "/";
        Set<String> kept = new LinkedHashSet<>();
        for (JsonNode child : array) {
            ResourceId id = ResourceId.of(prefix + child.path("name").asText());
            if (!kept.add(id.key())) {
                throw new Refusal(400, "DuplicateResourceName", id.path() + " is there twice");
            }
            put(id, child.deepCopy(), 0);
        }
        for (Resource child : below(prefix)) {
            if (!kept.contains(child.id().key())
                    && child.id().parent().filter(parent::equals).isPresent()) {
                dropped.add(child.id().path());
                resources.remove(child.id().key());
            }
        }
    }

    /** The body as Azure shows it: with id, name, type, state and inline children. */
    ObjectNode show(Resource resource) {
        ResourceId id = resource.id();
        ObjectNode shown = resource.body().deepCopy();
        shown.put("id", id.path());
        shown.put("name", id.name());
        shown.put("type", id.type());
        List<InlineChildren> inline = InlineChildren.of(id.type());
        if (!inline.isEmpty()) {
            ObjectNode properties = shown.withObjectProperty("properties");
            for (InlineChildren children : inline) {
                ArrayNode array = properties.putArray(children.property());
                below(id.path() + "/" + children.property() + "/").forEach(child -> array.add(show(child)));
            }
        }
        if (ResourceStates.has(id.type())) {
            shown.withObjectProperty("properties").put("provisioningState", resource.state());
        }
        return shown;
    }

    /** Takes out a resource, what lies in it and what is put on it. */
    void remove(ResourceId id) {
        resources.remove(id.key());
        below(id.key() + "/").forEach(resource -> resources.remove(resource.id().key()));
    }
}
