package dev.sluice.functions.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads one {@code function.json}: httpTrigger with its http output, or serviceBusTrigger; anything else is refused. */
final class FunctionFile {

    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "delete", "patch", "head", "options", "trace");

    private final Path file;
    private final String name;
    private final AppSettings settings;

    private FunctionFile(Path file, String name, AppSettings settings) {
        this.file = file;
        this.name = name;
        this.settings = settings;
    }

    static FunctionDefinition read(Path folder, AppSettings settings, boolean autoComplete) {
        var name = folder.getFileName().toString();
        return new FunctionFile(folder.resolve("function.json"), name, settings).definition(autoComplete);
    }

    private FunctionDefinition definition(boolean autoComplete) {
        var root = FileNode.read(file);
        root.allow(
                Set.of("$schema", "bindings", "disabled", "scriptFile", "entryPoint", "retry", "configurationSource"));
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,127}")) {
            throw new AppFileException(
                    file, "$", "expected a folder named with letters, digits, - and _ only, found '" + name + "'");
        }
        var disabled = root.bool("disabled", false) || settings.disables(name);
        FileNode trigger = null;
        var outputs = new ArrayList<FileNode>();
        for (var binding : root.require("bindings").elements()) {
            var type = binding.require("type");
            switch (type.text().toLowerCase(Locale.ROOT)) {
                case "httptrigger", "servicebustrigger" -> {
                    if (trigger != null) {
                        throw type.expected("one trigger in a function");
                    }
                    trigger = binding;
                }
                case "http" -> outputs.add(binding);
                default ->
                    throw type.expected("one of [http, httpTrigger, serviceBusTrigger] (other bindings are not"
                            + " supported here)");
            }
        }
        if (trigger == null) {
            throw root.require("bindings").expected("a trigger");
        }
        return new FunctionDefinition(name, trigger(trigger, outputs, disabled, autoComplete), disabled);
    }

    private Trigger trigger(FileNode trigger, List<FileNode> outputs, boolean disabled, boolean autoComplete) {
        direction(trigger, "in");
        if (trigger.require("type").text().equalsIgnoreCase("httpTrigger")) {
            return http(trigger, outputs);
        }
        if (!outputs.isEmpty()) {
            throw outputs.get(0).require("type").expected("no output beside a serviceBusTrigger");
        }
        return serviceBus(trigger, disabled, autoComplete);
    }

    private Trigger http(FileNode trigger, List<FileNode> outputs) {
        trigger.allow(Set.of("name", "type", "direction", "authLevel", "methods", "route", "dataType"));
        if (outputs.size() != 1) {
            throw new AppFileException(
                    file, "$.bindings", "expected one http output beside an httpTrigger, found " + outputs.size());
        }
        var output = outputs.get(0);
        output.allow(Set.of("name", "type", "direction"));
        direction(output, "out");
        var methods = new TreeSet<String>();
        if (trigger.get("methods") != null) {
            trigger.get("methods")
                    .elements()
                    .forEach(method -> methods.add(method.oneOf(METHODS).toUpperCase(Locale.ROOT)));
        }
        var level = trigger.get("authLevel");
        var route = Paths.trim(trigger.get("route") == null ? name : resolved(trigger.get("route"), false));
        return new Trigger.Http(
                trigger.require("name").text(),
                level == null
                        ? AuthLevel.FUNCTION
                        : AuthLevel.valueOf(level.oneOf(Set.of("anonymous", "function", "admin"))
                                .toUpperCase(Locale.ROOT)),
                methods,
                route.isEmpty() ? name : route,
                output.require("name").text());
    }

    private Trigger serviceBus(FileNode trigger, boolean disabled, boolean autoComplete) {
        trigger.allow(Set.of(
                "name",
                "type",
                "direction",
                "queueName",
                "topicName",
                "subscriptionName",
                "connection",
                "dataType",
                "cardinality",
                "isSessionsEnabled",
                "autoCompleteMessages",
                "accessRights"));
        if (trigger.bool("isSessionsEnabled", false)) {
            throw trigger.require("isSessionsEnabled").expected("false: sessions are not supported here");
        }
        var queue = trigger.get("queueName");
        var topic = trigger.get("topicName");
        if ((queue == null) == (topic == null)) {
            throw trigger.expected("either queueName, or topicName and subscriptionName");
        }
        var entity = queue != null ? queue : trigger.require("subscriptionName");
        if (queue != null && trigger.get("subscriptionName") != null) {
            throw trigger.require("subscriptionName").expected("none beside queueName");
        }
        var dataType = trigger.get("dataType");
        var cardinality = trigger.get("cardinality");
        return new Trigger.ServiceBus(
                trigger.require("name").text(),
                topic == null ? null : resolved(topic, disabled),
                resolved(entity, disabled),
                connection(trigger, disabled),
                cardinality != null && cardinality.oneOf(Set.of("one", "many")).equals("many"),
                dataType == null
                        ? Trigger.DataType.UNDEFINED
                        : Trigger.DataType.valueOf(
                                dataType.oneOf(Set.of("string", "binary")).toUpperCase(Locale.ROOT)),
                trigger.bool("autoCompleteMessages", autoComplete));
    }

    private ServiceBusConnection connection(FileNode trigger, boolean disabled) {
        var setting = trigger.text("connection", "ServiceBus");
        return ServiceBusConnection.find(setting, settings)
                .or(() -> Optional.of(new ServiceBusConnection(setting, null, null, null))
                        .filter(nowhere -> disabled))
                .orElseThrow(() -> new AppFileException(
                        file,
                        trigger.path() + ".connection",
                        ("expected an app setting '%s' (a connection string) or '%s__fullyQualifiedNamespace', found neither;"
                                        + " set one, or AzureWebJobs.%s.Disabled=true")
                                .formatted(setting, setting, name)));
    }

    /** What never runs may speak of settings that are not there. */
    private String resolved(FileNode text, boolean disabled) {
        if (disabled) {
            return text.text();
        }
        try {
            return settings.resolve(text.text());
        } catch (IllegalArgumentException e) {
            throw new AppFileException(file, text.path(), e.getMessage());
        }
    }

    private static void direction(FileNode binding, String direction) {
        var found = binding.require("direction");
        if (!found.text().equalsIgnoreCase(direction)) {
            throw found.expected("\"" + direction + "\"");
        }
    }
}
