package dev.sluice.azure.posture;

import dev.sluice.azure.catalog.ResourceId;

/**
 * A subnet, with the network that it is in.
 *
 * @param network the network
 * @param body the subnet as it stands in the network's body
 */
record Subnet(Body network, Body body) {
    static final String FIREWALL = "AzureFirewallSubnet";

    String name() {
        return body.name();
    }

    String region() {
        return network.region();
    }

    String prefix() {
        return body.text("/properties/addressPrefix");
    }

    boolean isFirewall() {
        return name().equals(FIREWALL);
    }

    /** As the scripts refer to it. */
    ResourceId id() {
        return ResourceId.of(network.id() + "/subnets/" + name());
    }
}
