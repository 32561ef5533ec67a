package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The resources that a body names: they have to be there, and done. */
final class References {
    private static final Pattern ID = Pattern.compile(
            "/subscriptions/[^/]+/resourceGroups/[^/]+/providers/[^/]+(/[^/]+/[^/]+)+", Pattern.CASE_INSENSITIVE);

    private References() {}

    /** Throws what Azure would say of a body that names what is missing; returns what is there, but not ready. */
    static Optional<ResourceId> unready(ResourceStore store, ResourceId self, JsonNode body) {
        for (ResourceId named : named(body)) {
            if (named.key().equals(self.key()) || named.key().startsWith(self.key() + "/")) {
                continue;
            }
            Resource target = find(store, named)
                    .orElseThrow(() -> new Refusal(
                            400, "InvalidResourceReference", named + ", referenced by " + self + ", was not found"));
            if (!target.settled()) {
                target.poll();
                return Optional.of(target.id());
            }
        }
        return Optional.empty();
    }

    /** A part of a resource that is none of its own, such as an IP configuration, is looked for in its parent. */
    private static Optional<Resource> find(ResourceStore store, ResourceId named) {
        Optional<Resource> found = store.find(named);
        return found.isPresent() || InlineChildren.isChild(named)
                ? found
                : named.parent().flatMap(parent -> find(store, parent));
    }

    private static List<ResourceId> named(JsonNode body) {
        List<ResourceId> found = new ArrayList<>();
        collect(body, found);
        return found;
    }

    private static void collect(JsonNode node, List<ResourceId> found) {
        if (node.isTextual() && ID.matcher(node.asText()).matches()) {
            found.add(ResourceId.of(node.asText()));
        }
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> {
                if (ID.matcher(name).matches()) {
                    found.add(ResourceId.of(name));
                }
            });
        }
        node.forEach(child -> collect(child, found));
    }
}
