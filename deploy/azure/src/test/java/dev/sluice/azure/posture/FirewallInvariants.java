package dev.sluice.azure.posture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the firewalls let through. */
final class FirewallInvariants {
    private static final String AREA = "firewall";
    private static final String GROUPS = "Microsoft.Network/firewallPolicies/ruleCollectionGroups";
    private static final String POLICIES = "Microsoft.Network/firewallPolicies";

    private FirewallInvariants() {}

    static List<Invariant> all() {
        return List.of(
                Invariant.of(
                        AREA,
                        "Service Bus of the other region is for integration subnets only, both ways, at both firewalls",
                        d -> crossRegion(d, "5671", "namespace")),
                Invariant.of(
                        AREA,
                        "the database of the other region is for integration subnets only, both ways, at both firewalls",
                        d -> crossRegion(d, "5432", "postgresqlServer")),
                Invariant.of(
                        AREA,
                        "what known attackers send is refused",
                        d -> d.each(POLICIES, 2, policy -> policy.expect("/properties/threatIntelMode", "Deny"))),
                Invariant.of(AREA, "network rules name prefixes and single ports", d -> rules(d, "NetworkRule")
                        .flatMap(rule -> rule.breachUnless(isNarrow(rule), "is wide: " + rule.json()))),
                Invariant.of(
                        AREA, "application rules name hosts, for web traffic only", d -> rules(d, "ApplicationRule")
                                .flatMap(rule -> rule.breachUnless(namesHosts(rule), "is wide: " + rule.json()))),
                Invariant.of(
                        AREA,
                        "application rules are for the region's own subnets and on-premises",
                        d -> d.of(GROUPS).stream().flatMap(group -> own(d, group))),
                Invariant.of(AREA, "no rule leads to a site's deployment endpoint", d -> rules(d, "ApplicationRule")
                        .flatMap(rule -> rule.breachUnless(
                                rule.texts("/targetFqdns").stream().noneMatch(host -> host.contains(".scm.")),
                                "names " + rule.texts("/targetFqdns")))),
                Invariant.of(
                        AREA,
                        "forwarders, agents and workload reach the system's package mirrors",
                        FirewallInvariants::mirrors),
                Invariant.of(AREA, "the apps reach the sign-in, by name", d -> d.of(GROUPS).stream()
                        .flatMap(group -> group.breachUnless(
                                application(group)
                                        .anyMatch(rule ->
                                                rule.texts("/targetFqdns").contains("login.microsoftonline.com")
                                                        && rule.texts("/sourceAddresses")
                                                                .contains(d.subnet(regionOf(group), "integration")
                                                                        .prefix())),
                                "no rule for login.microsoftonline.com"))),
                Invariant.of(
                        AREA,
                        "nothing is let in from outside",
                        d -> d.each(GROUPS, 2, group -> group.parts("/properties/ruleCollections").stream()
                                .flatMap(collection -> collection.breachUnless(
                                        collection
                                                .text("/ruleCollectionType")
                                                .equals("FirewallPolicyFilterRuleCollection"),
                                        "is " + collection.text("/ruleCollectionType"))))),
                Invariant.of(
                        AREA,
                        "what goes to a region's own endpoints carries the firewall's address",
                        FirewallInvariants::translates),
                Invariant.of(
                        AREA,
                        "firewalls tell the workspace what they did",
                        d -> d.of("Microsoft.Network/azureFirewalls").stream()
                                .flatMap(firewall -> firewall.breachUnless(logs(d, firewall), "logs are not kept"))),
                Invariant.of(
                        AREA,
                        "firewalls stand in three zones",
                        d -> d.each(
                                "Microsoft.Network/azureFirewalls",
                                2,
                                firewall -> firewall.breachUnless(
                                        firewall.at("/zones").size() == 3, "zones " + firewall.at("/zones")))),
                Invariant.of(AREA, "only firewalls have a public address", FirewallInvariants::publicAddresses));
    }

    static Stream<Body> rules(Deployment deployment, String type) {
        return deployment.of(GROUPS).stream()
                .flatMap(group -> group.parts("/properties/ruleCollections").stream())
                .flatMap(collection -> collection.parts("/rules").stream())
                .filter(rule -> rule.text("/ruleType").equals(type));
    }

    private static Stream<Body> application(Body group) {
        return group.parts("/properties/ruleCollections").stream()
                .flatMap(collection -> collection.parts("/rules").stream())
                .filter(rule -> rule.text("/ruleType").equals("ApplicationRule"));
    }

    private static String regionOf(Body group) {
        String path = group.id().parent().orElseThrow().path();
        return path.substring(path.lastIndexOf('-') + 1);
    }

    private static Stream<String> crossRegion(Deployment deployment, String port, String kind) {
        return deployment.of(GROUPS).stream().flatMap(group -> {
            Set<String> found = new TreeSet<>();
            group.parts("/properties/ruleCollections").stream()
                    .flatMap(collection -> collection.parts("/rules").stream())
                    .filter(rule -> rule.texts("/destinationPorts").contains(port))
                    .forEach(
                            rule -> rule.texts("/sourceAddresses").forEach(source -> rule.texts("/destinationAddresses")
                                    .forEach(target -> found.add(source + " to " + target))));
            Set<String> expected = new TreeSet<>();
            for (String region : deployment.regions()) {
                deployment
                        .endpointAddresses(deployment.otherRegion(region), kind)
                        .forEach(target -> expected.add(
                                deployment.subnet(region, "integration").prefix() + " to " + target));
            }
            return group.breachUnless(
                    expected.size() == 2 && found.equals(expected),
                    port + " is let through: " + found + ", not " + expected);
        });
    }

    private static boolean isNarrow(Body rule) {
        return Stream.concat(rule.texts("/sourceAddresses").stream(), rule.texts("/destinationAddresses").stream())
                        .allMatch(ReachInvariants::isNarrow)
                && rule.texts("/destinationPorts").stream().allMatch(port -> port.matches("\\d+"))
                && Set.of("TCP", "UDP").containsAll(rule.texts("/ipProtocols"));
    }

    private static boolean namesHosts(Body rule) {
        return !rule.texts("/targetFqdns").isEmpty()
                && rule.at("/targetUrls").isMissingNode()
                && rule.texts("/targetFqdns").stream().noneMatch(host -> host.contains("*"))
                && rule.parts("/protocols").stream().allMatch(protocol -> List.of("Http 80", "Https 443")
                        .contains(protocol.text("/protocolType") + " " + protocol.text("/port")));
    }

    private static Stream<String> own(Deployment deployment, Body group) {
        String region = regionOf(group);
        List<String> spaces = deployment.of("Microsoft.Network/virtualNetworks").stream()
                .filter(network -> !network.region().equals(region))
                .map(network -> network.text("/properties/addressSpace/addressPrefixes/0"))
                .toList();
        return application(group)
                .flatMap(rule -> rule.breachUnless(
                        rule.texts("/sourceAddresses").stream()
                                .allMatch(source -> ReachInvariants.isNarrow(source)
                                        && spaces.stream().noneMatch(space -> Cidr.of(space)
                                                .contains(Cidr.of(source)))),
                        "is for " + rule.texts("/sourceAddresses")));
    }

    private static Stream<String> mirrors(Deployment deployment) {
        return deployment.of(GROUPS).stream().flatMap(group -> Stream.of("dns", "agent", "workload")
                .map(name -> deployment.subnet(regionOf(group), name))
                .filter(subnet -> application(group)
                        .noneMatch(rule -> rule.texts("/sourceAddresses").contains(subnet.prefix())
                                && rule.texts("/targetFqdns").stream()
                                        .anyMatch(host -> host.startsWith("security.ubuntu"))))
                .map(subnet -> subnet.id().path() + " does not reach security.ubuntu.com"));
    }

    private static Stream<String> translates(Deployment deployment) {
        return deployment.each(POLICIES, 2, policy -> {
            List<Cidr> untranslated = policy.texts("/properties/snat/privateRanges").stream()
                    .map(Cidr::of)
                    .toList();
            String region = policy.region();
            Cidr own = Cidr.of(deployment.subnet(region, "endpoint").prefix());
            Cidr other = Cidr.of(deployment
                    .subnet(deployment.otherRegion(region), "endpoint")
                    .prefix());
            boolean well = untranslated.stream().noneMatch(range -> range.contains(own) || own.contains(range))
                    && untranslated.stream().anyMatch(range -> range.contains(other));
            return policy.breachUnless(well, "leaves untranslated: " + policy.at("/properties/snat/privateRanges"));
        });
    }

    private static boolean logs(Deployment deployment, Body firewall) {
        return deployment.of("Microsoft.Insights/diagnosticSettings").stream()
                .filter(setting -> setting.id().key().startsWith(firewall.id().key() + "/"))
                .anyMatch(setting ->
                        deployment.find(setting.text("/properties/workspaceId")).isPresent()
                                && Stream.of("AZFWNetworkRule", "AZFWApplicationRule", "AZFWThreatIntel")
                                        .allMatch(category -> setting.at("/properties/logs")
                                                .toString()
                                                .contains("{\"category\":\"" + category + "\",\"enabled\":true}")));
    }

    private static Stream<String> publicAddresses(Deployment deployment) {
        return Stream.concat(
                deployment.each(
                        "Microsoft.Network/publicIPAddresses",
                        2,
                        address -> address.breachUnless(
                                deployment.of("Microsoft.Network/azureFirewalls").stream()
                                        .anyMatch(firewall -> firewall.json()
                                                .toString()
                                                .contains(address.id().path())),
                                "is no firewall's")),
                deployment.of("Microsoft.Network/networkInterfaces").stream()
                        .flatMap(nic -> nic.breachUnless(
                                !nic.json().toString().contains("publicIPAddress"), "has a public address")));
    }
}
