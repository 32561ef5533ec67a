package dev.sluice.azure.posture;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Private zones, and the forwarders that ask them. */
final class DnsInvariants {
    private static final String AREA = "DNS";
    private static final String ZONES = "Microsoft.Network/privateDnsZones";
    private static final int ZONE_COUNT = 10;

    private DnsInvariants() {}

    static List<Invariant> all() {
        return List.of(
                Invariant.of(
                        AREA,
                        "every private zone is linked to both hubs, and to nothing else",
                        d -> d.each(ZONES, ZONE_COUNT, zone -> linkedToHubs(d, zone))),
                Invariant.of(
                        AREA,
                        "no zone takes in machines' names",
                        d -> d.each(
                                ZONES + "/virtualNetworkLinks",
                                2 * ZONE_COUNT,
                                link -> link.expect("/properties/registrationEnabled", false))),
                Invariant.of(
                        AREA,
                        "every private endpoint is in a zone that is put",
                        d -> d.of("Microsoft.Network/privateEndpoints").stream()
                                .flatMap(endpoint -> endpoint.breachUnless(inZone(d, endpoint), "is in no zone"))),
                Invariant.of(AREA, "two forwarders stand in each region, in different zones", d -> d.regions().stream()
                        .flatMap(region -> twoForwarders(d, region))),
                Invariant.of(
                        AREA,
                        "forwarders have addresses that don't change",
                        d -> d.of("Microsoft.Network/networkInterfaces").stream()
                                .filter(nic -> isInDns(d, nic))
                                .flatMap(nic -> nic.parts("/properties/ipConfigurations").stream())
                                .flatMap(address -> address.expect("/properties/privateIPAllocationMethod", "Static"))),
                forwarderSays(
                        "forwarders answer their hub and spoke",
                        (d, region) -> d.of("Microsoft.Network/virtualNetworks").stream()
                                .filter(network -> network.region().equals(region))
                                .map(network -> network.text("/properties/addressSpace/addressPrefixes/0") + ";")),
                forwarderSays(
                        "forwarders ask Azure's name server, and nobody else",
                        (d, region) -> Stream.of("forward only;", "forwarders { 168.63.129.16; };")));
    }

    /** The cloud-init of the machines in a region's DNS subnet. */
    static List<String> cloudInits(Deployment deployment, String region) {
        return forwarders(deployment, region).stream()
                .map(machine -> machine.text("/properties/osProfile/customData"))
                .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<Body> forwarders(Deployment deployment, String region) {
        return deployment.of("Microsoft.Compute/virtualMachines").stream()
                .filter(machine -> machine.region().equals(region))
                .filter(machine -> deployment
                        .find(machine.text("/properties/networkProfile/networkInterfaces/0/id"))
                        .filter(nic -> isInDns(deployment, nic))
                        .isPresent())
                .toList();
    }

    private static boolean isInDns(Deployment deployment, Body nic) {
        return nic.text("/properties/ipConfigurations/0/properties/subnet/id")
                .equals(deployment.subnet(nic.region(), "dns").id().path());
    }

    private static Stream<String> linkedToHubs(Deployment deployment, Body zone) {
        Set<String> linked = deployment.of(ZONES + "/virtualNetworkLinks").stream()
                .filter(link -> link.id().key().startsWith(zone.id().key() + "/"))
                .map(link -> link.text("/properties/virtualNetwork/id"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> hubs =
                deployment.hubs().stream().map(hub -> hub.id().path()).collect(Collectors.toCollection(TreeSet::new));
        return zone.breachUnless(linked.equals(hubs), "is linked to " + linked);
    }

    private static boolean inZone(Deployment deployment, Body endpoint) {
        return deployment.of("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").stream()
                .filter(group -> group.id().key().startsWith(endpoint.id().key() + "/"))
                .flatMap(group -> group.parts("/properties/privateDnsZoneConfigs").stream())
                .anyMatch(zone -> deployment
                        .find(zone.text("/properties/privateDnsZoneId"))
                        .isPresent());
    }

    private static Stream<String> twoForwarders(Deployment deployment, String region) {
        Set<String> zones = forwarders(deployment, region).stream()
                .map(machine -> machine.text("/zones/0"))
                .collect(Collectors.toCollection(TreeSet::new));
        return zones.size() == 2 ? Stream.empty() : Stream.of(region + ": forwarders in zones " + zones);
    }

    private static Invariant forwarderSays(
            String name, java.util.function.BiFunction<Deployment, String, Stream<String>> words) {
        return Invariant.of(AREA, name, d -> d.regions().stream().flatMap(region -> cloudInits(d, region).stream()
                .map(text -> text.replaceAll("\\s+", " "))
                .flatMap(text -> words.apply(d, region)
                        .filter(word -> !text.contains(word))
                        .map(word -> region + ": cloud-init does not say " + word))));
    }
}
