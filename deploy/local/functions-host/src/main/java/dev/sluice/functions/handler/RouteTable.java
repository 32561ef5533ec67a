package dev.sluice.functions.handler;

import dev.sluice.functions.app.FunctionApp;
import dev.sluice.functions.app.FunctionDefinition;
import dev.sluice.functions.app.Trigger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which function a request is for. */
public final class RouteTable {

    private final List<Route> routes = new ArrayList<>();

    private record Route(FunctionDefinition function, Trigger.Http trigger, RouteTemplate template) {}

    /** A function that was found, with the values of its route's parameters. */
    record Match(FunctionDefinition function, Trigger.Http trigger, Map<String, String> parameters) {}

    /** @throws IllegalArgumentException if a route can't be understood, or belongs to the host; names the function */
    public RouteTable(FunctionApp app) {
        for (var function : app.enabled()) {
            if (function.trigger() instanceof Trigger.Http http) {
                try {
                    routes.add(new Route(function, http, template(app.options().routePrefix(), http.route())));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            app.root().resolve(function.name()).resolve("function.json") + ": route: "
                                    + e.getMessage());
                }
            }
        }
        routes.sort(Comparator.comparing(route -> route.template().precedence()));
    }

    /**
     * Finds the function. A method that it does not have is no match: the host answers 404 to it, not 405 (Azure/azure-functions-host
     * #10098).
     *
     * @param path as it came, encoded, without the query
     */
    Optional<Match> find(String method, String path) {
        var parts = parts(path);
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        for (var route : routes) {
            if (!route.trigger().methods().isEmpty()
                    && !route.trigger().methods().contains(method)) {
                continue;
            }
            var values = route.template().match(parts.get());
            if (values.isPresent()) {
                return Optional.of(new Match(route.function(), route.trigger(), values.get()));
            }
        }
        return Optional.empty();
    }

    private static RouteTemplate template(String prefix, String route) {
        var whole = prefix.isEmpty() ? route : prefix + "/" + route;
        var first = whole.split("/", 2)[0];
        if (first.equalsIgnoreCase("admin") || first.equalsIgnoreCase("runtime")) {
            throw new IllegalArgumentException("expected none that begins with admin or runtime: these are the host's");
        }
        return new RouteTemplate(whole);
    }

    private static Optional<List<String>> parts(String path) {
        var parts = new ArrayList<String>();
        for (var part : path.replaceAll("^/|/$", "").split("/", -1)) {
            try {
                // A plus is a plus in a path.
                parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(parts.size() == 1 && parts.get(0).isEmpty() ? List.of() : parts);
    }
}
