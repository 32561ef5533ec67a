package dev.sluice.azure.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One operation of Azure Resource Manager.
 *
 * @param method HTTP method, upper case
 * @param template path with placeholders in braces, as the SDK has it
 * @param pattern what {@code template} matches, without regard to case
 * @param body model of the request's body, empty where there is none
 * @param versions API versions it may be called with
 */
public record Route(String method, String template, Pattern pattern, Optional<Class<?>> body, Set<String> versions) {

    /** A route of the template; a placeholder at its start stands for a whole resource id. */
    public static Route of(String method, String template, Optional<Class<?>> body, Set<String> versions) {
        String path = template.startsWith("/") ? template : "/" + template;
        StringBuilder regex = new StringBuilder();
        boolean first = true;
        for (String segment : path.substring(1).split("/")) {
            boolean placeholder = segment.startsWith("{");
            String any = first ? ".+" : "[^/]+";
            regex.append('/').append(placeholder ? any : Pattern.quote(segment));
            first = false;
        }
        return new Route(
                method, path, Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE), body, Set.copyOf(versions));
    }

    /** Whether a request of this method and path is this operation. */
    public boolean matches(String method, String path) {
        return this.method.equals(method) && pattern.matcher(path).matches();
    }

    /** How much of the template is spelt out: of two routes that match, the one with more is meant. */
    int literals() {
        return template.replaceAll("\\{[^}]*}", "").length();
    }

    /** The resource's type, as in {@code microsoft.network/virtualnetworks/subnets}; lower case. */
    public String type() {
        return ResourceId.of(template).type().toLowerCase(Locale.ROOT);
    }
}
