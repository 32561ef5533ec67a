package dev.sluice.azure.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The API versions that an SDK client sends: string constants of its class, or else of its module's client. */
final class ApiVersions {
    /** In a class file a string constant is a byte 1, its length in two bytes, and its text. */
    private static final Pattern CONSTANT =
            Pattern.compile("\u0001\u0000[\n-\u0020](20[12]\\d-\\d\\d-\\d\\d(?:-preview)?)");

    /**
     * Versions that no jar has, by resource type. Their source is the REST reference of the type, at
     * learn.microsoft.com/rest/api. PostgreSQL's jar calls a preview; this is the stable version before it, whose bodies
     * are a subset. Service Bus's jar calls a version that is older than {@code publicNetworkAccess}.
     */
    private static final Map<String, String> STATED = Map.of(
            "microsoft.dbforpostgresql/flexibleservers", "2024-08-01",
            "microsoft.servicebus/namespaces", "2024-01-01");

    private ApiVersions() {}

    /** @param client an SDK class that implements a group of operations */
    static Set<String> of(Class<?> client) {
        return constants(client.getName(), client);
    }

    /** @param moduleClient name of the class that a module's clients get their version from */
    static Set<String> constants(String moduleClient, Class<?> neighbour) {
        String file = "/" + moduleClient.replace('.', '/') + ".class";
        try (InputStream in = neighbour.getResourceAsStream(file)) {
            if (in == null) {
                return Set.of();
            }
            Matcher matcher = CONSTANT.matcher(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            Set<String> found = new TreeSet<>();
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
            return found;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Versions of {@link #STATED} for a lower-case type. */
    static Set<String> stated(String type) {
        Set<String> versions = new TreeSet<>();
        STATED.forEach((prefix, version) -> {
            if (type.equals(prefix) || type.startsWith(prefix + "/")) {
                versions.add(version);
            }
        });
        return versions;
    }
}
