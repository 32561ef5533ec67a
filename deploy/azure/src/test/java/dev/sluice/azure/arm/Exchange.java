package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One request as it came in.
 *
 * @param method upper case
 * @param path path, as it was written
 * @param query decoded query, empty where there was none
 * @param version value of {@code api-version}, empty where there was none
 * @param body parsed body, a missing node where there was none
 */
public record Exchange(String method, String path, String query, String version, JsonNode body) {
    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query);
    }
}
