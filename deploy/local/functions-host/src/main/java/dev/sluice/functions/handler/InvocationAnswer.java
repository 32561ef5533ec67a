package dev.sluice.functions.handler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a handler answered to an invocation.
 *
 * @param outputs by binding name; a missing node if there are none
 * @param logs lines for the host's log
 * @param returnValue a missing node if there is none
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers#response-payload">Response
 *     payload</a>
 */
public record InvocationAnswer(JsonNode outputs, List<String> logs, JsonNode returnValue) {

    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * Reads an answer as the host does ({@code DefaultHttpWorkerService.ProcessDefaultInvocationRequest}).
     *
     * @param contentType null if there is none
     * @return empty where the host gets nothing to complete the invocation with, and waits until functionTimeout: no
     *     body, 204, or the JSON value null
     * @throws InvocationFailedException if the invocation failed
     */
    static Optional<InvocationAnswer> read(int status, String contentType, byte[] body) {
        if (status < 200 || status > 299) {
            throw new InvocationFailedException("the handler answered " + status);
        }
        if (body.length == 0) {
            return Optional.empty();
        }
        if (!isJson(contentType)) {
            throw new InvocationFailedException(
                    "the handler answered Content-Type " + contentType + ", expected application/json");
        }
        JsonNode json;
        try {
            json = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new InvocationFailedException("the handler's answer is not JSON: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw new InvocationFailedException("the handler's answer is not JSON: " + e.getMessage());
        }
        if (json.isNull() || json.isMissingNode()) {
            return Optional.empty();
        }
        if (!json.isObject()) {
            throw new InvocationFailedException("the handler's answer is not a JSON object");
        }
        return Optional.of(new InvocationAnswer(
                object(member(json, "Outputs")), logs(member(json, "Logs")), member(json, "ReturnValue")));
    }

    /** Names are compared without regard to case, as Newtonsoft.Json does. */
    static JsonNode member(JsonNode json, String name) {
        for (var field : json.properties()) {
            if (field.getKey().equalsIgnoreCase(name) && !field.getValue().isNull()) {
                return field.getValue();
            }
        }
        return MAPPER.missingNode();
    }

    private static JsonNode object(JsonNode outputs) {
        if (!outputs.isMissingNode() && !outputs.isObject()) {
            throw new InvocationFailedException("Outputs in the handler's answer is not an object");
        }
        return outputs;
    }

    private static List<String> logs(JsonNode logs) {
        if (!logs.isMissingNode() && !logs.isArray()) {
            throw new InvocationFailedException("Logs in the handler's answer is not an array");
        }
        var lines = new ArrayList<String>();
        for (var line : logs) {
            if (line.isContainerNode()) {
                throw new InvocationFailedException("Logs in the handler's answer holds something else than strings");
            }
            lines.add(line.asText());
        }
        return lines;
    }

    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        var type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.equals("text/json");
    }
}
