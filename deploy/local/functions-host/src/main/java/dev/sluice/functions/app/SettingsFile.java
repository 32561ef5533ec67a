package dev.sluice.functions.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code local.settings.json} as {@code func start} does, with one section more: {@code Keys} holds {@code master},
 * {@code host} and, under {@code functions}, the keys of single functions.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-develop-local#local-settings-file">Local
 *     settings file</a>
 */
final class SettingsFile {

    private static final Set<String> SECTIONS = Set.of("IsEncrypted", "Values", "Host", "ConnectionStrings", "Keys");

    private SettingsFile() {}

    /** A file that is not there is one without settings. */
    static AppSettings read(Path file, Map<String, String> environment) {
        if (!Files.exists(file)) {
            return new AppSettings(environment, Map.of(), AccessKeys.NONE);
        }
        var root = FileNode.read(file);
        root.allow(SECTIONS);
        if (root.bool("IsEncrypted", false)) {
            throw root.require("IsEncrypted").expected("false: run 'func settings decrypt' first");
        }
        var values = new TreeMap<String, String>();
        if (root.get("Values") != null) {
            values.putAll(root.get("Values").texts());
        }
        if (root.get("ConnectionStrings") != null) {
            root.get("ConnectionStrings")
                    .texts()
                    .forEach((name, value) -> values.put("ConnectionStrings:" + name, value));
        }
        return new AppSettings(
                environment, values, root.get("Keys") == null ? AccessKeys.NONE : keys(root.get("Keys")));
    }

    private static AccessKeys keys(FileNode keys) {
        keys.allow(Set.of("master", "host", "functions"));
        var functions = keys.get("functions");
        var own = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        if (functions != null) {
            own.putAll(functions.texts());
        }
        return new AccessKeys(keys.text("master", null), keys.text("host", null), own);
    }
}
