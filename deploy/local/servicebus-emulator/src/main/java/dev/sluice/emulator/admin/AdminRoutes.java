package dev.sluice.emulator.admin;

import com.sun.net.httpserver.HttpExchange;
import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.metrics.Traffic;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Which request is answered by whom: the whole interface of the admin page, one line each. */
final class AdminRoutes {

    private interface Route {
        AdminAnswer answer(AdminRequest request) throws IOException;
    }

    private record Key(String method, Pattern path) {}

    private final Map<Key, Route> routes = new LinkedHashMap<>();

    AdminRoutes(Broker broker, Faults faults, Traffic traffic) {
        var entities = new EntityPages(broker);
        var faultPages = new FaultPages(faults, broker);
        var metrics = new MetricsPage(broker, faults, traffic);
        add("GET", "/health", request -> entities.health());
        add("GET", "/metrics", request -> AdminAnswer.metrics(metrics.text()));
        add("GET", "/entities", request -> entities.list());
        add("PUT", "/entities/(.+)/status", request -> entities.setStatus(request.variable(), request.json()));
        add("DELETE", "/entities/(.+)/messages", request -> entities.clear(request.variable()));
        add("GET", "/entities/(.+)", request -> entities.one(request.variable()));
        add("DELETE", "/messages", request -> entities.clearAll());
        add("GET", "/faults", request -> faultPages.list());
        add("POST", "/faults", request -> faultPages.add(request.json()));
        add("DELETE", "/faults", request -> faultPages.clear());
        add("DELETE", "/faults/([^/]+)", request -> faultPages.remove(request.variable()));
    }

    /** Answers a request, or throws {@link AdminException} when nobody does. */
    AdminAnswer answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        // What can be got can be asked for its head.
        var method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        boolean known = false;
        for (var route : routes.entrySet()) {
            var match = route.getKey().path().matcher(path);
            if (match.matches()) {
                known = true;
                if (route.getKey().method().equals(method)) {
                    var variable = match.groupCount() > 0 ? match.group(1) : null;
                    return route.getValue().answer(new AdminRequest(exchange, variable));
                }
            }
        }
        throw known
                ? new AdminException(405, exchange.getRequestMethod() + " is not possible here")
                : new AdminException(404, "there is nothing under this path");
    }

    private void add(String method, String path, Route route) {
        routes.put(new Key(method, Pattern.compile(path)), route);
    }
}
