package dev.sluice.functions.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A function app as read from its folder.
 *
 * @param name the folder's name, or of the folder above a folder called {@code function-app}
 * @param root the folder, absolute
 * @param options host.json
 * @param functions by name, with those that are disabled
 * @param settings the app settings
 */
public record FunctionApp(
        String name, Path root, HostOptions options, List<FunctionDefinition> functions, AppSettings settings) {

    /**
     * Reads an app.
     *
     * @param folder where host.json is
     * @param settingsFile to read instead of the folder's local.settings.json; null for that one
     * @param environment what the host and the handler have in their environment
     * @throws AppFileException if a file can't be used
     */
    public static FunctionApp read(Path folder, Path settingsFile, Map<String, String> environment) {
        var root = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new AppFileException(root, "$", "expected the folder of a function app, found none");
        }
        if (settingsFile != null && !Files.exists(settingsFile)) {
            throw new AppFileException(settingsFile, "$", "expected a settings file, found none");
        }
        var file = settingsFile != null ? settingsFile : root.resolve("local.settings.json");
        var settings = SettingsFile.read(file, environment);
        var options = HostFile.read(root);
        var functions = folders(root).stream()
                .map(function -> FunctionFile.read(
                        function, settings, options.serviceBus().autoComplete()))
                .toList();
        if (functions.isEmpty()) {
            throw new AppFileException(root, "$", "expected folders with a function.json, found none");
        }
        return new FunctionApp(name(root), root, options, functions, settings);
    }

    /** Those that run. */
    public List<FunctionDefinition> enabled() {
        return functions.stream().filter(function -> !function.disabled()).toList();
    }

    private static String name(Path root) {
        var parts = root.getNameCount();
        for (int i = parts - 1; i >= 0; i--) {
            var part = root.getName(i).toString();
            if (!part.equals("function-app") && !part.equals("target")) {
                return part;
            }
        }
        return "app";
    }

    private static List<Path> folders(Path root) {
        try (var entries = Files.list(root)) {
            return entries.filter(entry -> Files.exists(entry.resolve("function.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AppFileException(root, "$", "expected a folder that can be read: " + e);
        }
    }
}
