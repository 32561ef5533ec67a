package dev.sluice.azure.posture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A resource, or a part of one, as it was put.
 *
 * @param id its id, for a part the id of the whole with the part's name behind it
 * @param json body of it
 */
record Body(ResourceId id, JsonNode json) {
    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    /** The value as text, empty where there is none. */
    String text(String pointer) {
        return at(pointer).asText();
    }

    /** Elements of an array of named parts. */
    List<Body> parts(String pointer) {
        return stream(at(pointer))
                .map(part -> new Body(ResourceId.of(id + "/" + part.path("name").asText()), part))
                .toList();
    }

    /** Elements of an array of text, or a single text where the array is not there. */
    List<String> texts(String pointer, String single) {
        JsonNode array = at(pointer);
        return array.isArray() && !array.isEmpty()
                ? stream(array).map(JsonNode::asText).toList()
                : List.of(text(single));
    }

    /** Elements of an array of text. */
    List<String> texts(String pointer) {
        return stream(at(pointer)).map(JsonNode::asText).toList();
    }

    String name() {
        return id.name();
    }

    String region() {
        return text("/location");
    }

    /** A breach where a value is not what it has to be. */
    Stream<String> expect(String pointer, Object value) {
        String actual = at(pointer).isMissingNode() ? "not set" : text(pointer);
        return breachUnless(actual.equals(value.toString()), pointer.substring(1) + " is " + actual);
    }

    /** A breach of this resource, with its name in front, unless all is well. */
    Stream<String> breachUnless(boolean well, String what) {
        return well ? Stream.empty() : Stream.of(shortName() + ": " + what);
    }

    private String shortName() {
        String path = id.path();
        int providers = path.indexOf("/providers/");
        return providers < 0 ? id.name() : path.substring(path.indexOf('/', providers + "/providers/".length()) + 1);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
