package dev.sluice.functions.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.functions.app.FunctionApp;
import dev.sluice.functions.app.FunctionDefinition;
import dev.sluice.functions.app.Trigger;
import io.vertx.core.http.HttpServerRequest;
import java.lang.management.ManagementFactory;

/**
 * The host's own pages under {@code /admin}.
 *
 * @see <a href="https://github.com/Azure/azure-functions-host">azure-functions-host</a>, {@code HostController} and
 *     {@code FunctionsController}
 */
final class AdminPages {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String FUNCTIONS = "/admin/functions";
    private static final int MAX_INPUT = 1 << 20;

    private final FunctionApp app;
    private final HostControl control;

    AdminPages(FunctionApp app, HostControl control) {
        this.app = app;
        this.control = control;
    }

    /** Answers; the caller has seen the master key. */
    void handle(HttpServerRequest request) {
        var method = request.method().name();
        boolean read = method.equals("GET");
        boolean post = method.equals("POST");
        var path = request.path().replaceAll("/$", "");
        if (path.equals("/admin/host/status") && read) {
            HttpReply.json(request, 200, status().toString());
        } else if (path.equals("/admin/host/drain") && post) {
            control.drain();
            HttpReply.status(request, 202);
        } else if (path.equals("/admin/host/drain/status") && read) {
            HttpReply.json(
                    request,
                    200,
                    MAPPER.createObjectNode()
                            .put("state", control.drainState().text())
                            .toString());
        } else if (path.equals(FUNCTIONS) && read) {
            HttpReply.json(request, 200, functions(request).toString());
        } else if (path.startsWith(FUNCTIONS + "/") && post) {
            invoke(request, path.substring(FUNCTIONS.length() + 1));
        } else {
            HttpReply.status(request, 404);
        }
    }

    private ObjectNode status() {
        var instances = control.instances();
        var status = MAPPER.createObjectNode()
                .put("id", app.name())
                .put("state", instances.isEmpty() ? "Error" : "Running")
                .put("version", HostVersion.VERSION)
                .put("versionDetails", HostVersion.VERSION + " (stand-in)")
                .put("processUptime", ManagementFactory.getRuntimeMXBean().getUptime());
        var list = status.putArray("instances");
        instances.forEach(instance -> list.addObject()
                .put("id", instance.id())
                .put("state", instance.state())
                .put("pid", instance.pid())
                .put("port", instance.port()));
        return status;
    }

    private ArrayNode functions(HttpServerRequest request) {
        var functions = MAPPER.createArrayNode();
        for (var function : app.functions()) {
            functions
                    .addObject()
                    .put("name", function.name())
                    .put("language", "Custom")
                    .put("isDisabled", function.disabled())
                    .put("invoke_url_template", url(request, function));
        }
        return functions;
    }

    private String url(HttpServerRequest request, FunctionDefinition function) {
        var base = request.scheme() + "://" + request.authority() + "/";
        if (function.trigger() instanceof Trigger.Http http) {
            var prefix = app.options().routePrefix();
            return base + (prefix.isEmpty() ? "" : prefix + "/") + http.route();
        }
        return base + "admin/functions/" + function.name();
    }

    private void invoke(HttpServerRequest request, String function) {
        if (request.getHeader("Content-Length") == null
                || Long.parseLong(request.getHeader("Content-Length")) > MAX_INPUT) {
            HttpReply.status(request, 413);
            return;
        }
        request.body().onSuccess(body -> {
            var input = input(body.getBytes());
            if (input == null) {
                HttpReply.json(request, 400, "{\"error\":\"expected a body such as {\\\"input\\\":\\\"...\\\"}\"}");
            } else {
                HttpReply.status(request, control.invoke(function, input) ? 202 : 404);
            }
        });
        request.resume();
    }

    private static String input(byte[] body) {
        try {
            JsonNode input = MAPPER.readTree(body).get("input");
            return input == null ? null : input.isTextual() ? input.textValue() : input.toString();
        } catch (JsonProcessingException e) {
            return null;
        } catch (java.io.IOException e) {
            return null;
        }
    }
}
