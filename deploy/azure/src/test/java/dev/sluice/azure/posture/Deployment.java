package dev.sluice.azure.posture;

import dev.sluice.azure.arm.Exchange;
import dev.sluice.azure.catalog.ResourceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What was put in one deployment of both regions, to ask questions of. */
final class Deployment {
    private final Map<String, Body> bodies = new LinkedHashMap<>();

    private Deployment() {}

    /** @param exchanges requests in the order in which they were sent: the last PUT of a resource counts */
    static Deployment of(List<Exchange> exchanges) {
        Deployment deployment = new Deployment();
        for (Exchange exchange : exchanges) {
            if (exchange.method().equals("PUT")) {
                ResourceId id = ResourceId.of(exchange.path());
                deployment.bodies.put(id.key(), new Body(id, exchange.body()));
            }
        }
        return deployment;
    }

    List<Body> all() {
        return List.copyOf(bodies.values());
    }

    /** Resources of a type, in the order in which they were put. */
    List<Body> of(String type) {
        return bodies.values().stream()
                .filter(body -> body.id().type().equalsIgnoreCase(type))
                .toList();
    }

    Optional<Body> find(String id) {
        return Optional.ofNullable(bodies.get(ResourceId.of(id).key()));
    }

    /** Breaches of each of a type; there must be {@code count} of them, lest a check holds of nothing. */
    Stream<String> each(String type, int count, Function<Body, Stream<String>> check) {
        List<Body> found = of(type);
        return Stream.concat(
                found.size() == count
                        ? Stream.empty()
                        : Stream.of("there are " + found.size() + " " + type + ", not " + count),
                found.stream().flatMap(check));
    }

    /** The one resource of a type and name; an empty one where there is none, of which nothing holds. */
    List<Body> named(String type, String name) {
        return of(type).stream().filter(body -> body.name().equals(name)).toList();
    }

    List<String> regions() {
        return of("Microsoft.Network/virtualNetworks").stream()
                .map(Body::region)
                .distinct()
                .toList();
    }

    String otherRegion(String region) {
        return regions().stream()
                .filter(other -> !other.equals(region))
                .findFirst()
                .orElse("none");
    }

    List<Subnet> subnets() {
        return of("Microsoft.Network/virtualNetworks").stream()
                .flatMap(network ->
                        network.parts("/properties/subnets").stream().map(subnet -> new Subnet(network, subnet)))
                .toList();
    }

    /** The subnet of a name in a region. */
    Subnet subnet(String region, String name) {
        return subnets().stream()
                .filter(subnet ->
                        subnet.region().equals(region) && subnet.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no subnet " + name + " in " + region));
    }

    /** A network with a firewall's subnet. */
    boolean isHub(Body network) {
        return network.parts("/properties/subnets").stream()
                .anyMatch(part -> part.name().equals(Subnet.FIREWALL));
    }

    List<Body> hubs() {
        return of("Microsoft.Network/virtualNetworks").stream()
                .filter(this::isHub)
                .toList();
    }

    List<Body> spokes() {
        return of("Microsoft.Network/virtualNetworks").stream()
                .filter(network -> !isHub(network))
                .toList();
    }

    /** The address that Azure gives a region's firewall: the first of its subnet that is to be had. */
    String firewallAddress(String region) {
        return Cidr.of(subnet(region, Subnet.FIREWALL).prefix()).host(4);
    }

    /** The security group of a subnet. */
    Optional<Body> securityGroup(Subnet subnet) {
        return find(subnet.body().text("/properties/networkSecurityGroup/id"));
    }

    /** Rules of a subnet's security group that let something through in a direction. */
    List<Body> allowed(Subnet subnet, String direction) {
        return securityGroup(subnet).stream()
                .flatMap(group -> group.parts("/properties/securityRules").stream())
                .filter(rule -> rule.text("/properties/access").equals("Allow"))
                .filter(rule -> rule.text("/properties/direction").equals(direction))
                .toList();
    }

    /** Private addresses of the endpoints of a kind in a region. */
    List<String> endpointAddresses(String region, String groupId) {
        return of("Microsoft.Network/privateEndpoints").stream()
                .filter(endpoint -> endpoint.region().equals(region))
                .flatMap(endpoint -> endpoint.parts("/properties/ipConfigurations").stream())
                .filter(address -> address.text("/properties/groupId").equals(groupId))
                .map(address -> address.text("/properties/privateIPAddress"))
                .toList();
    }
}
