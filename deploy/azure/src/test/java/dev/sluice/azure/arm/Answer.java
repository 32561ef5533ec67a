package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is answered.
 *
 * @param status HTTP status
 * @param body a missing node for none
 */
record Answer(int status, JsonNode body) {
    static Answer of(int status, JsonNode body) {
        return new Answer(status, body);
    }

    static Answer empty(int status) {
        return new Answer(status, MissingNode.getInstance());
    }

    /** An error in ARM's own form. */
    static Answer error(int status, String code, String message) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.putObject("error").put("code", code).put("message", message);
        return new Answer(status, error);
    }
}
