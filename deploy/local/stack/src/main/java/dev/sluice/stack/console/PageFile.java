package dev.sluice.stack.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A file of the page.
 *
 * @param path what it is asked for by
 * @param type its content type
 * @param content what is in it
 */
record PageFile(String path, String type, byte[] content) {
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /** All of them, by path: there are no others. */
    static Map<String, PageFile> all() {
        return List.of(
                        load("/", "index.html", "text/html; charset=utf-8"),
                        load("/console.css", "console.css", "text/css; charset=utf-8"),
                        load("/icon.svg", "icon.svg", "image/svg+xml"),
                        load("/console.js", "console.js", SCRIPT),
                        load("/picture.js", "picture.js", SCRIPT),
                        load("/parked.js", "parked.js", SCRIPT),
                        load("/rows.js", "rows.js", SCRIPT))
                .stream()
                .collect(Collectors.toUnmodifiableMap(PageFile::path, Function.identity()));
    }

    private static PageFile load(String path, String name, String type) {
        try (InputStream file = PageFile.class.getResourceAsStream(name)) {
            return new PageFile(path, type, file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the console's page can't be read: " + name, e);
        }
    }
}
