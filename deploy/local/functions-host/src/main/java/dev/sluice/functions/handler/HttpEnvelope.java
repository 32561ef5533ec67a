package dev.sluice.functions.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.functions.app.Trigger;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * HTTP functions without proxying: the request in the envelope, the answer out of the output binding.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers#request-payload">Request payload</a>
 */
final class HttpEnvelope {

    private static final JsonMapper MAPPER = new JsonMapper();

    private HttpEnvelope() {}

    static byte[] encode(
            HttpServerRequest request, Buffer body, String function, String binding, Map<String, String> parameters) {
        var data = MAPPER.createObjectNode();
        data.put("Url", request.absoluteURI());
        data.put("Method", request.method().name());
        var query = data.putObject("Query");
        request.params()
                .names()
                .forEach(name ->
                        query.put(name, String.join(",", request.params().getAll(name))));
        var headers = data.putObject("Headers");
        for (var name : request.headers().names()) {
            var values = headers.putArray(name);
            request.headers().getAll(name).forEach(values::add);
        }
        var params = data.putObject("Params");
        parameters.forEach(params::put);
        data.putArray("Identities");
        if (body.length() > 0) {
            data.put("Body", isBinary(request) ? base64(body) : body.toString(StandardCharsets.UTF_8));
        }
        var envelope = MAPPER.createObjectNode();
        envelope.putObject("Data").set(binding, data);
        var metadata = envelope.putObject("Metadata");
        metadata.set("Query", query.deepCopy());
        metadata.set("Headers", headers.deepCopy());
        parameters.forEach((name, value) ->
                metadata.put(name, MAPPER.getNodeFactory().textNode(value).toString()));
        metadata.set("sys", sys(function));
        return envelope.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Answers with what the handler put into the output binding. */
    static void reply(HttpServerRequest request, Trigger.Http trigger, InvocationAnswer answer) {
        var output = trigger.output().equals("$return")
                ? answer.returnValue()
                : InvocationAnswer.member(answer.outputs(), trigger.output());
        if (!output.isMissingNode() && !output.isObject()) {
            throw new InvocationFailedException(
                    "Output body should have 'StatusCode', 'Status', 'Body', and 'Headers'");
        }
        var response = request.response();
        response.setStatusCode(status(output));
        var body = InvocationAnswer.member(output, "Body");
        var plain = body.isTextual() || body.isMissingNode();
        response.putHeader("Content-Type", plain ? "text/plain; charset=utf-8" : "application/json; charset=utf-8");
        var headers = InvocationAnswer.member(output, "Headers");
        headers.properties()
                .forEach(header ->
                        response.putHeader(header.getKey(), header.getValue().asText()));
        response.end(body.isMissingNode() ? "" : body.isTextual() ? body.textValue() : body.toString());
    }

    private static int status(JsonNode output) {
        var status = InvocationAnswer.member(output, "StatusCode");
        status = status.isMissingNode() ? InvocationAnswer.member(output, "Status") : status;
        int code = status.asInt(status.isMissingNode() ? 200 : -1);
        if (code < 200 || code > 599) {
            throw new InvocationFailedException("the handler answered the status " + status);
        }
        return code;
    }

    private static ObjectNode sys(String function) {
        return MAPPER.createObjectNode()
                .put("MethodName", function)
                .put("UtcNow", Instant.now().toString())
                .put("RandGuid", UUID.randomUUID().toString());
    }

    private static boolean isBinary(HttpServerRequest request) {
        var type = request.getHeader("Content-Type");
        var lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
        return lower.startsWith("application/octet-stream") || lower.contains("multipart/");
    }

    private static String base64(Buffer body) {
        return java.util.Base64.getEncoder().encodeToString(body.getBytes());
    }
}
