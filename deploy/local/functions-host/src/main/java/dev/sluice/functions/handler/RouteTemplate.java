package dev.sluice.functions.handler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A route such as {@code api/orders/{id:guid}}, {@code files/{*path}} or {@code products/{id:int?}}: one literal or one
 * parameter for each part.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#customize-the-http-endpoint">
 *     Customize the HTTP endpoint</a>
 */
final class RouteTemplate {

    private final List<Part> parts = new ArrayList<>();

    /** One part; a literal has no name. */
    private record Part(
            String literal,
            String name,
            boolean optional,
            boolean rest,
            String otherwise,
            List<Predicate<String>> tests) {

        /** How special it is; the lower the earlier a route is looked at. */
        private char rank() {
            if (literal != null) {
                return '1';
            }
            return rest ? (tests.isEmpty() ? '5' : '4') : (tests.isEmpty() ? '3' : '2');
        }

        private boolean takes(String value) {
            return literal != null
                    ? literal.equalsIgnoreCase(value)
                    : tests.stream().allMatch(test -> test.test(value));
        }
    }

    /** @throws IllegalArgumentException if the template can't be understood; the message says what was expected */
    RouteTemplate(String template) {
        for (var part : template.isEmpty() ? new String[0] : split(template)) {
            if (!parts.isEmpty() && parts.get(parts.size() - 1).rest()) {
                throw new IllegalArgumentException("expected nothing after {*...} in the route '" + template + "'");
            }
            parts.add(part(part, template));
        }
    }

    /** Routes are looked at in this order: literals before parameters, constrained ones first, the rest last. */
    String precedence() {
        var precedence = new StringBuilder();
        parts.forEach(part -> precedence.append(part.rank()));
        return precedence.toString();
    }

    /** The parameters' values, if the path is one of this route. */
    Optional<Map<String, String>> match(List<String> path) {
        var values = new LinkedHashMap<String, String>();
        int at = 0;
        for (var part : parts) {
            if (part.rest()) {
                var rest = String.join("/", path.subList(Math.min(at, path.size()), path.size()));
                at = path.size();
                if (rest.isEmpty() || part.takes(rest)) {
                    values.put(part.name(), rest);
                    continue;
                }
                return Optional.empty();
            }
            if (at >= path.size()) {
                if (!part.optional() && part.otherwise() == null) {
                    return Optional.empty();
                }
                if (part.otherwise() != null) {
                    values.put(part.name(), part.otherwise());
                }
            } else if (part.takes(path.get(at))) {
                if (part.name() != null) {
                    values.put(part.name(), path.get(at));
                }
                at++;
            } else {
                return Optional.empty();
            }
        }
        return at == path.size() ? Optional.of(values) : Optional.empty();
    }

    /** At slashes outside of braces: a regular expression may hold some. */
    private static String[] split(String template) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < template.length(); i++) {
            char character = template.charAt(i);
            depth += character == '{' ? 1 : character == '}' ? -1 : 0;
            if (character == '/' && depth == 0) {
                parts.add(template.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(template.substring(from));
        return parts.toArray(String[]::new);
    }

    private static Part part(String text, String template) {
        if (!text.startsWith("{")) {
            if (text.isEmpty() || text.contains("{") || text.contains("}") || text.contains("?")) {
                throw new IllegalArgumentException(
                        "expected one literal or one {parameter} between slashes in the route '" + template
                                + "', found '" + text + "'");
            }
            return new Part(text.toLowerCase(Locale.ROOT), null, false, false, null, List.of());
        }
        if (!text.endsWith("}")) {
            throw new IllegalArgumentException(
                    "expected '}' at the end of '" + text + "' in the route '" + template + "'");
        }
        var inner = text.substring(1, text.length() - 1);
        boolean rest = inner.startsWith("*");
        inner = inner.replaceFirst("^\\*{1,2}", "");
        boolean optional = inner.endsWith("?");
        inner = optional ? inner.substring(0, inner.length() - 1) : inner;
        var pieces = inner.split(":(?![^(]*\\))");
        int equals = pieces[pieces.length - 1].indexOf('=');
        String otherwise = null;
        if (equals >= 0) {
            otherwise = pieces[pieces.length - 1].substring(equals + 1);
            pieces[pieces.length - 1] = pieces[pieces.length - 1].substring(0, equals);
        }
        if (!pieces[0].matches("[A-Za-z_][A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    "expected a parameter's name in '" + text + "' of the route '" + template + "'");
        }
        var tests = new ArrayList<Predicate<String>>();
        for (int i = 1; i < pieces.length; i++) {
            tests.add(RouteConstraint.of(pieces[i]));
        }
        return new Part(null, pieces[0], optional, rest, otherwise, tests);
    }
}
