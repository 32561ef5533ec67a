package dev.sluice.functions.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One place in a JSON file of an app, which knows its path so that an error can say where it is. */
record FileNode(Path file, String path, JsonNode json) {

    /** The real host reads these files with a reader that knows comments. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private static final long MAX_BYTES = 1 << 20;

    static FileNode read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new AppFileException(file, "$", "expected at most " + MAX_BYTES + " bytes");
            }
            return new FileNode(file, "$", MAPPER.readTree(Files.readString(file)));
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            var place = where == null ? "$" : "line " + where.getLineNr() + ", column " + where.getColumnNr();
            throw new AppFileException(file, place, "expected JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new AppFileException(file, "$", "expected a file that can be read: " + e);
        }
    }

    /** The value under a name, null if it is absent or null. */
    FileNode get(String name) {
        requireObject();
        var value = json.get(name);
        return value == null || value.isNull() ? null : new FileNode(file, path + "." + name, value);
    }

    FileNode require(String name) {
        var value = get(name);
        if (value == null) {
            throw new AppFileException(file, path + "." + name, "expected a value, found none");
        }
        return value;
    }

    String text(String name, String otherwise) {
        var value = get(name);
        return value == null ? otherwise : value.text();
    }

    boolean bool(String name, boolean otherwise) {
        var value = get(name);
        return value == null ? otherwise : value.bool();
    }

    int integer(String name, int otherwise, int least) {
        var value = get(name);
        return value == null ? otherwise : value.integer(least);
    }

    Duration time(String name, Duration otherwise) {
        var value = get(name);
        return value == null ? otherwise : value.time();
    }

    List<FileNode> elements() {
        if (!json.isArray()) {
            throw expected("an array");
        }
        var elements = new ArrayList<FileNode>();
        for (int i = 0; i < json.size(); i++) {
            elements.add(new FileNode(file, path + "[" + i + "]", json.get(i)));
        }
        return elements;
    }

    /** The members of an object whose values are strings. */
    Map<String, String> texts() {
        requireObject();
        var texts = new TreeMap<String, String>();
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            var name = names.next();
            texts.put(name, require(name).text());
        }
        return texts;
    }

    /** Refuses names that nobody reads: a typing error would otherwise silently mean a default. */
    void allow(Set<String> names) {
        requireObject();
        json.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new AppFileException(
                        file,
                        path + "." + name,
                        "expected one of " + names.stream().sorted().toList());
            }
        });
    }

    String text() {
        if (!json.isTextual()) {
            throw expected("a string");
        }
        return json.textValue();
    }

    String oneOf(Set<String> values) {
        var text = text();
        return values.stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> expected("one of " + values.stream().sorted().toList()));
    }

    boolean bool() {
        if (!json.isBoolean()) {
            throw expected("true or false");
        }
        return json.booleanValue();
    }

    int integer(int least) {
        if (!json.canConvertToInt() || !json.isIntegralNumber() || json.intValue() < least) {
            throw expected("a whole number from " + least + " on");
        }
        return json.intValue();
    }

    Duration time() {
        return TimeSpan.parse(text()).orElseThrow(() -> expected("a time span such as \"00:05:00\""));
    }

    AppFileException expected(String what) {
        return new AppFileException(file, path, "expected " + what + ", found " + json);
    }

    private void requireObject() {
        if (!json.isObject()) {
            throw expected("an object");
        }
    }
}
