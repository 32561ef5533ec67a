package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Private addresses, given out from a subnet's fifth on, as Azure does. */
final class Addresses {
    private static final String ADDRESS = "privateIPAddress";

    private Addresses() {}

    /** A firewall with its first address taken from {@code ipConfigurations}; filled in when it is shown. */
    static void ofFirewall(ObjectNode properties) {
        for (JsonNode configuration : properties.path("ipConfigurations")) {
            ((ObjectNode) configuration.path("properties")).put("privateIPAllocationMethod", "Dynamic");
        }
    }

    static void ofFirewall(ResourceStore store, ObjectNode shown) {
        for (JsonNode configuration : shown.path("properties").path("ipConfigurations")) {
            ObjectNode properties = (ObjectNode) configuration.path("properties");
            prefix(store, properties).ifPresent(prefix -> properties.put(ADDRESS, host(prefix, 4)));
        }
    }

    static void ofInterface(ResourceStore store, ResourceId self, ObjectNode properties) {
        for (JsonNode configuration : properties.path("ipConfigurations")) {
            ObjectNode inner = (ObjectNode) configuration.path("properties");
            if (!inner.hasNonNull(ADDRESS)) {
                prefix(store, inner).ifPresent(prefix -> inner.put(ADDRESS, free(store, self, prefix)));
            }
        }
    }

    /** The interface that Azure makes for a private endpoint. */
    static ObjectNode ofEndpoint(ResourceStore store, ResourceId nic, ObjectNode endpoint) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        ArrayNode configurations = made.putObject("properties").putArray("ipConfigurations");
        List<String> addresses = new ArrayList<>();
        endpoint.path("ipConfigurations")
                .forEach(fixed ->
                        addresses.add(fixed.path("properties").path(ADDRESS).asText()));
        if (addresses.isEmpty()) {
            prefix(store, endpoint).ifPresent(prefix -> addresses.add(free(store, nic, prefix)));
        }
        for (String address : addresses) {
            configurations
                    .addObject()
                    .put("name", "config" + configurations.size())
                    .putObject("properties")
                    .put(ADDRESS, address)
                    .set("subnet", endpoint.path("subnet"));
        }
        return made;
    }

    private static java.util.Optional<String> prefix(ResourceStore store, JsonNode properties) {
        return store.find(ResourceId.of(properties.path("subnet").path("id").asText("/none")))
                .map(subnet -> subnet.body().path("properties"))
                .map(subnet -> subnet.path("addressPrefix")
                        .asText(subnet.path("addressPrefixes").path(0).asText()));
    }

    private static String free(ResourceStore store, ResourceId self, String prefix) {
        Set<String> used = new TreeSet<>();
        for (Resource resource : store.all()) {
            if (!resource.id().key().equals(self.key())) {
                resource.body().findValuesAsText(ADDRESS, new ArrayList<>()).forEach(used::add);
            }
        }
        int number = 4;
        while (used.contains(host(prefix, number))) {
            number++;
        }
        return host(prefix, number);
    }

    private static String host(String prefix, int number) {
        String[] octets = prefix.substring(0, prefix.indexOf('/')).split("\\.");
        long value = number;
        for (int i = 0; i < 4; i++) {
            value += Long.parseLong(octets[i]) << (8 * (3 - i));
        }
        return (value >> 24 & 255) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }
}
