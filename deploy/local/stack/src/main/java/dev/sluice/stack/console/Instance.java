package dev.sluice.stack.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * One process that does the work of a service.
 *
 * @param service the service's name within the stack
 * @param name for people, unique at any time
 * @param state in the words of the functions-host, such as {@code READY}
 * @param pid its process; none, 0 or less, between two processes
 * @param url where it can be asked for its metrics
 */
record Instance(String service, String name, String state, long pid, URI url) {
    static final String READY = "READY";

    /** From the status page of a functions-host. */
    static List<Instance> parse(String service, JsonNode status) {
        return StreamSupport.stream(status.path("instances").spliterator(), false)
                .map(instance -> new Instance(
                        service,
                        service + " " + instance.path("id").asText(),
                        instance.path("state").asText(),
                        instance.path("pid").asLong(),
                        URI.create("http://127.0.0.1:" + instance.path("port").asInt())))
                .toList();
    }

    boolean isReady() {
        return state.equals(READY);
    }

    /** What tells it from the process that was there before, whose counters began at zero as well. */
    String key() {
        return name + " " + pid;
    }
}
