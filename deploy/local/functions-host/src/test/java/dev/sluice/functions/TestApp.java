package dev.sluice.functions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a function app that runs {@link TestHandler}. */
public final class TestApp {

    private final Path folder;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private String functionTimeout = "00:10:00";
    private String initializationTimeout = "00:01:00";
    private String serviceBus = "";
    private boolean proxy = true;

    public TestApp(Path folder) {
        this.folder = folder;
    }

    public TestApp setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    public TestApp functionTimeout(String value) {
        functionTimeout = value;
        return this;
    }

    public TestApp initializationTimeout(String value) {
        initializationTimeout = value;
        return this;
    }

    /** Members of extensions.serviceBus, without braces. */
    public TestApp serviceBus(String json) {
        serviceBus = json;
        return this;
    }

    public TestApp withoutProxy() {
        proxy = false;
        return this;
    }

    public TestApp http(String name, String route, String level) {
        return function(name, """
                {"bindings": [
                  {"name": "req", "type": "httpTrigger", "direction": "in", "authLevel": "%s", "route": "%s",
                   "methods": ["get", "post", "head"]},
                  {"name": "res", "type": "http", "direction": "out"}]}
                """.formatted(level, route));
    }

    /** A trigger called consume on queue orders, with more members of the binding. */
    public TestApp queue(String more) {
        return function("consume", """
                {"bindings": [{"name": "order", "type": "serviceBusTrigger", "direction": "in", "queueName": "%%QUEUE%%",
                  "connection": "Bus"%s}]}
                """.formatted(more));
    }

    public TestApp function(String name, String json) {
        write(name + "/function.json", json);
        return this;
    }

    /** Writes what is left and gives the folder. */
    public Path write() {
        settings.putIfAbsent("QUEUE", "orders");
        var values = settings.entrySet().stream()
                .map(setting -> "\"%s\": \"%s\"".formatted(setting.getKey(), setting.getValue()))
                .collect(Collectors.joining(", "));
        write("local.settings.json", """
                {"IsEncrypted": false, "Values": {%s},
                 "Keys": {"master": "m-key", "host": "h-key", "functions": {"keyed": "f-key"}}}
                """.formatted(values));
        write("host.json", """
                {"version": "2.0", "functionTimeout": "%s",
                 "customHandler": {"description": {"defaultExecutablePath": "handler", "arguments": ["--x", "%%SETTING%%", "y z"]},
                   "enableProxyingHttpRequest": %s, "initializationTimeout": "%s"},
                 "extensions": {"http": {"routePrefix": "api"}, "serviceBus": {%s}}}
                """.formatted(functionTimeout, proxy, initializationTimeout, serviceBus));
        var handler = write("handler", """
                #!/bin/sh
                exec '%s/bin/java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp '%s' dev.sluice.functions.TestHandler "$@"
                """.formatted(
                        System.getProperty("java.home"),
                        Path.of("target", "test-classes").toAbsolutePath()));
        try {
            Files.setPosixFilePermissions(handler, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private Path write(String name, String text) {
        try {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
