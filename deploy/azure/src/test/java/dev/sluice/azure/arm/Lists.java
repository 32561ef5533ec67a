package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GET of a collection: of a type, of a group, of the subscription; filtered by tag. */
final class Lists {
    private static final Pattern TAG =
            Pattern.compile("tagName eq '([^']*)' and tagValue eq '([^']*)'", Pattern.CASE_INSENSITIVE);

    private final ResourceStore store;
    private final ResourceOperations operations;

    Lists(ResourceStore store, ResourceOperations operations) {
        this.store = store;
        this.operations = operations;
    }

    Answer list(String path, String query) {
        String key = path.toLowerCase(Locale.ROOT);
        Predicate<Resource> which = which(key);
        Matcher tag = TAG.matcher(query);
        Predicate<Resource> tagged = tag.find()
                ? resource -> tag.group(2)
                        .equals(resource.body().path("tags").path(tag.group(1)).asText())
                : resource -> true;
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        store.all().stream().filter(which.and(tagged)).forEach(resource -> value.add(operations.show(resource)));
        return Answer.of(200, answer);
    }

    private static Predicate<Resource> which(String key) {
        if (key.endsWith("/resourcegroups")) {
            return resource -> isGroup(resource.id());
        }
        if (key.endsWith("/resources")) {
            String place = key.substring(0, key.length() - "resources".length());
            return resource -> resource.id().key().startsWith(place)
                    && !isGroup(resource.id())
                    && resource.id().parent().isEmpty()
                    && resource.id().scope().isEmpty();
        }
        int providers = key.indexOf("/providers/");
        if (!key.contains("/resourcegroups/") && providers > 0) {
            String type = key.substring(providers + "/providers/".length());
            return resource -> resource.id().type().equalsIgnoreCase(type);
        }
        return resource ->
                resource.id().key().startsWith(key + "/") && resource.id().key().indexOf('/', key.length() + 1) < 0;
    }

    private static boolean isGroup(ResourceId id) {
        return id.group().filter(id::equals).isPresent();
    }
}
