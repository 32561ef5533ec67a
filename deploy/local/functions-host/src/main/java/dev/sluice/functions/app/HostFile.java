package dev.sluice.functions.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code host.json}.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-host-json">host.json reference</a>
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers">Custom handlers</a>
 */
final class HostFile {

    /** Elastic Premium's default. */
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    private static final Set<String> SECTIONS = Set.of(
            "$schema",
            "version",
            "functionTimeout",
            "extensionBundle",
            "customHandler",
            "extensions",
            "concurrency",
            "logging",
            "telemetryMode",
            "aggregator",
            "applicationInsights",
            "functions",
            "healthMonitor",
            "managedDependency",
            "singleton",
            "watchDirectories",
            "watchFiles",
            "retry");

    /** Those of the bundle; only the first two have a trigger here. */
    private static final Set<String> EXTENSIONS = Set.of(
            "http",
            "serviceBus",
            "blobs",
            "cosmosDB",
            "durableTask",
            "eventGrid",
            "eventHubs",
            "kafka",
            "queues",
            "rabbitMQ",
            "sendGrid",
            "signalR",
            "warmup");

    private HostFile() {}

    static HostOptions read(Path app) {
        var root = FileNode.read(app.resolve("host.json"));
        root.allow(SECTIONS);
        if (!root.require("version").text().equals("2.0")) {
            throw root.require("version").expected("\"2.0\"");
        }
        bundle(root.get("extensionBundle"));
        concurrency(root.get("concurrency"));
        var extensions = root.get("extensions");
        if (extensions != null) {
            extensions.allow(EXTENSIONS);
        }
        var http = extensions == null ? null : extensions.get("http");
        var serviceBus = extensions == null ? null : extensions.get("serviceBus");
        return new HostOptions(
                timeout(root.get("functionTimeout")),
                handler(root.require("customHandler"), app),
                http == null ? "api" : prefix(http),
                serviceBus == null ? ServiceBusOptions.DEFAULT : ServiceBusOptions.of(serviceBus));
    }

    private static void bundle(FileNode bundle) {
        if (bundle != null) {
            bundle.allow(Set.of("id", "version"));
            bundle.require("id").text();
            if (!bundle.require("version").text().matches("[\\[(][^,]+(,[^,]*)?[\\])]")) {
                throw bundle.require("version").expected("a range such as \"[4.*, 5.0.0)\"");
            }
        }
    }

    private static void concurrency(FileNode concurrency) {
        if (concurrency != null && concurrency.bool("dynamicConcurrencyEnabled", false)) {
            throw concurrency.require("dynamicConcurrencyEnabled").expected("false: it is not supported here");
        }
    }

    private static Duration timeout(FileNode timeout) {
        if (timeout == null) {
            return TIMEOUT;
        }
        if (timeout.text().equals("-1")) {
            return null;
        }
        if (timeout.time().isZero()) {
            throw timeout.expected("a time span above zero, or \"-1\" for no limit");
        }
        return timeout.time();
    }

    private static String prefix(FileNode http) {
        http.allow(Set.of(
                "routePrefix",
                "maxOutstandingRequests",
                "maxConcurrentRequests",
                "dynamicThrottlesEnabled",
                "hsts",
                "customHeaders"));
        return Paths.trim(http.text("routePrefix", "api"));
    }

    private static HandlerDescription handler(FileNode handler, Path app) {
        handler.allow(Set.of(
                "description",
                "enableForwardingHttpRequest",
                "enableProxyingHttpRequest",
                "initializationTimeout",
                "port"));
        var proxies = handler.bool("enableProxyingHttpRequest", false);
        if (!proxies && handler.bool("enableForwardingHttpRequest", false)) {
            throw handler.require("enableForwardingHttpRequest")
                    .expected("false: it is not supported here, use enableProxyingHttpRequest");
        }
        var port = handler.integer("port", 0, 0);
        if (port > 65_535) {
            throw handler.require("port").expected("a port");
        }
        var description = handler.require("description");
        description.allow(Set.of("defaultExecutablePath", "arguments", "workingDirectory"));
        var executable = description.require("defaultExecutablePath");
        if (executable.text().isBlank()) {
            throw executable.expected("a path");
        }
        var arguments = description.get("arguments");
        var folder = app.resolve(description.text("workingDirectory", "")).normalize();
        if (!folder.toFile().isDirectory()) {
            throw description.require("workingDirectory").expected("a folder");
        }
        return new HandlerDescription(
                executable.text(),
                arguments == null
                        ? List.of()
                        : arguments.elements().stream().map(FileNode::text).toList(),
                folder,
                proxies,
                handler.time("initializationTimeout", Duration.ofSeconds(30)),
                port);
    }
}
