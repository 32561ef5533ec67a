package dev.sluice.azure.posture;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Subnets, what they may send and receive, and the way that it takes. */
final class NetworkInvariants {
    private static final String AREA = "network";
    private static final int SUBNETS = 12;

    private NetworkInvariants() {}

    static List<Invariant> all() {
        return List.of(
                invariant(
                        "every subnet but the firewall's has a security group",
                        subnet -> !subnet.isFirewall(),
                        (d, s) ->
                                s.body().breachUnless(d.securityGroup(s).isPresent(), "no security group that is put")),
                Invariant.of(
                        AREA,
                        "every security group ends in deny, inbound and outbound",
                        d -> d.each(
                                "Microsoft.Network/networkSecurityGroups", 10, group -> Stream.of("Inbound", "Outbound")
                                        .flatMap(direction -> endsInDeny(group, direction)))),
                invariant("no subnet has default outbound access", s -> true, (d, s) -> s.body()
                        .expect("/properties/defaultOutboundAccess", false)),
                invariant("network policies hold for private endpoints, too", s -> true, (d, s) -> s.body()
                        .expect("/properties/privateEndpointNetworkPolicies", "Enabled")),
                invariant(
                        "every subnet but the firewall's sends everything to its region's firewall",
                        subnet -> !subnet.isFirewall(),
                        (d, s) -> defaultRoute(d, s)),
                invariant(
                        "firewalls send what is the other region's to its firewall",
                        Subnet::isFirewall,
                        (d, s) -> routesToOtherRegion(d, s)),
                invariant("no gateway changes the routes of a spoke", s -> !hubOf(s), (d, s) -> table(d, s).stream()
                        .flatMap(t -> t.expect("/properties/disableBgpRoutePropagation", true))),
                invariant(
                        "the integration subnets, and no others, are Azure Functions'",
                        s -> true,
                        (d, s) -> delegation(s)),
                Invariant.of(AREA, "hub and spoke, and both hubs, are peered both ways", NetworkInvariants::peered),
                Invariant.of(
                        AREA, "no spoke is peered with another, nor uses a gateway", NetworkInvariants::onlyPeered),
                Invariant.of(AREA, "hubs ask Azure's own name server", d -> d.hubs().stream()
                        .flatMap(hub -> hub.breachUnless(
                                hub.at("/properties/dhcpOptions/dnsServers").isEmpty(),
                                "has name servers of its own"))),
                Invariant.of(AREA, "spokes ask their region's two forwarders", d -> d.spokes().stream()
                        .flatMap(spoke -> spoke.breachUnless(
                                forwarders(d, spoke.region()).equals(spoke.texts("/properties/dhcpOptions/dnsServers")),
                                "name servers are " + spoke.at("/properties/dhcpOptions/dnsServers")))));
    }

    /** Addresses of the interfaces in a region's DNS subnet. */
    static List<String> forwarders(Deployment deployment, String region) {
        String subnet = deployment.subnet(region, "dns").id().path();
        return deployment.of("Microsoft.Network/networkInterfaces").stream()
                .flatMap(nic -> nic.parts("/properties/ipConfigurations").stream())
                .filter(address -> address.text("/properties/subnet/id").equals(subnet))
                .map(address -> address.text("/properties/privateIPAddress"))
                .toList();
    }

    private static Stream<String> endsInDeny(Body group, String direction) {
        List<Body> rules = group.parts("/properties/securityRules").stream()
                .filter(rule -> rule.text("/properties/direction").equals(direction))
                .toList();
        boolean denies = rules.stream()
                .anyMatch(rule -> rule.text("/properties/access").equals("Deny")
                        && rule.text("/properties/priority").equals("4096")
                        && Stream.of(
                                        "protocol",
                                        "sourceAddressPrefix",
                                        "destinationAddressPrefix",
                                        "destinationPortRange")
                                .allMatch(property ->
                                        rule.text("/properties/" + property).equals("*")));
        return group.breachUnless(denies, direction + " does not end in deny");
    }

    private static List<Body> table(Deployment deployment, Subnet subnet) {
        return deployment.find(subnet.body().text("/properties/routeTable/id")).stream()
                .toList();
    }

    private static Stream<String> defaultRoute(Deployment deployment, Subnet subnet) {
        String firewall = deployment.firewallAddress(subnet.region());
        boolean there = table(deployment, subnet).stream()
                .flatMap(table -> table.parts("/properties/routes").stream())
                .anyMatch(route -> route.text("/properties/addressPrefix").equals("0.0.0.0/0")
                        && route.text("/properties/nextHopType").equals("VirtualAppliance")
                        && route.text("/properties/nextHopIpAddress").equals(firewall));
        return subnet.body().breachUnless(there, "0.0.0.0/0 does not go to " + firewall);
    }

    private static Stream<String> routesToOtherRegion(Deployment deployment, Subnet subnet) {
        String other = deployment.otherRegion(subnet.region());
        String firewall = deployment.firewallAddress(other);
        return deployment.of("Microsoft.Network/virtualNetworks").stream()
                .filter(network -> network.region().equals(other))
                .map(network -> network.text("/properties/addressSpace/addressPrefixes/0"))
                .filter(prefix -> table(deployment, subnet).stream()
                        .flatMap(table -> table.parts("/properties/routes").stream())
                        .noneMatch(route -> route.text("/properties/addressPrefix")
                                        .equals(prefix)
                                && route.text("/properties/nextHopIpAddress").equals(firewall)))
                .map(prefix -> subnet.id().path() + ": " + prefix + " does not go to " + firewall);
    }

    private static Stream<String> delegation(Subnet subnet) {
        boolean integration = subnet.name().equals("integration");
        List<String> services = subnet.body().parts("/properties/delegations").stream()
                .map(part -> part.text("/properties/serviceName"))
                .toList();
        boolean well = services.equals(integration ? List.of("Microsoft.Web/serverFarms") : List.of())
                && (!integration || Cidr.of(subnet.prefix()).length() <= 26);
        return subnet.body().breachUnless(well, "is delegated to " + services);
    }

    private static boolean hubOf(Subnet subnet) {
        return subnet.network().parts("/properties/subnets").stream()
                .anyMatch(part -> part.name().equals(Subnet.FIREWALL));
    }

    private static boolean peeredWith(Deployment deployment, Body from, Body to) {
        return deployment.of("Microsoft.Network/virtualNetworks/virtualNetworkPeerings").stream()
                .anyMatch(peering -> peering.id().key().startsWith(from.id().key() + "/")
                        && peering.text("/properties/remoteVirtualNetwork/id")
                                .equals(to.id().path())
                        && peering.at("/properties/allowVirtualNetworkAccess").asBoolean()
                        && peering.at("/properties/allowForwardedTraffic").asBoolean());
    }

    private static Stream<String> peered(Deployment deployment) {
        return deployment.hubs().stream().flatMap(hub -> deployment.of("Microsoft.Network/virtualNetworks").stream()
                .filter(other -> !other.id().equals(hub.id()))
                .filter(other -> deployment.isHub(other) || other.region().equals(hub.region()))
                .flatMap(other -> hub.breachUnless(
                        peeredWith(deployment, hub, other) && peeredWith(deployment, other, hub),
                        "is not peered both ways with " + other.name())));
    }

    private static Stream<String> onlyPeered(Deployment deployment) {
        return deployment.each(
                "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
                6,
                peering -> peering.breachUnless(
                        (hubIn(deployment, peering.id().path())
                                        || hubIn(deployment, peering.text("/properties/remoteVirtualNetwork/id")))
                                && !peering.at("/properties/useRemoteGateways").asBoolean()
                                && !peering.at("/properties/allowGatewayTransit")
                                        .asBoolean(),
                        "is between spokes, or lends a gateway"));
    }

    private static boolean hubIn(Deployment deployment, String path) {
        return deployment.hubs().stream()
                .anyMatch(hub -> (path + "/").toLowerCase().startsWith(hub.id().key() + "/"));
    }

    private static Invariant invariant(
            String name,
            Predicate<Subnet> which,
            java.util.function.BiFunction<Deployment, Subnet, Stream<String>> check) {
        return Invariant.of(
                AREA,
                name,
                deployment -> Stream.concat(
                        deployment.subnets().size() == SUBNETS
                                ? Stream.empty()
                                : Stream.of("there are " + deployment.subnets().size() + " subnets, not " + SUBNETS),
                        deployment.subnets().stream()
                                .filter(which)
                                .flatMap(subnet -> check.apply(deployment, subnet))));
    }
}
