package dev.sluice.azure.posture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who may reach whom, by security groups. */
final class ReachInvariants {
    private static final String AREA = "reach";

    private ReachInvariants() {}

    static List<Invariant> all() {
        return List.of(
                Invariant.of(
                        AREA,
                        "the endpoints' Service Bus is open to the integration subnet and the firewall only",
                        d -> sources(d, "endpoint", "5671", "integration", Subnet.FIREWALL)),
                Invariant.of(
                        AREA,
                        "the endpoints' database is open to the integration and agent subnets and the firewall only",
                        d -> sources(d, "endpoint", "5432", "integration", "agent", Subnet.FIREWALL)),
                Invariant.of(
                        AREA,
                        "only integration subnets send to Service Bus, to both regions'",
                        ReachInvariants::senders),
                Invariant.of(AREA, "only integration and agent subnets send to databases", d -> d.subnets().stream()
                        .filter(subnet -> !List.of("integration", "agent").contains(subnet.name()))
                        .flatMap(subnet -> d.allowed(subnet, "Outbound").stream())
                        .flatMap(rule -> rule.breachUnless(!ports(rule).contains("5432"), "lets 5432 out"))),
                Invariant.of(
                        AREA,
                        "nobody connects to integration, agent or workload subnets, but sites to a collector",
                        d -> d.subnets().stream()
                                .filter(subnet -> List.of("integration", "agent", "workload")
                                        .contains(subnet.name()))
                                .flatMap(subnet -> d.allowed(subnet, "Inbound").stream()
                                        .flatMap(rule -> rule.breachUnless(
                                                isToCollector(d, subnet, rule), "lets somebody in")))),
                Invariant.of(AREA, "nothing goes out of the endpoint subnet", d -> d.subnets().stream()
                        .filter(subnet -> subnet.name().equals("endpoint"))
                        .flatMap(subnet -> d.allowed(subnet, "Outbound").stream())
                        .flatMap(rule -> rule.breachUnless(false, "lets something out"))),
                Invariant.of(AREA, "nothing comes in from anywhere", d -> rules(d, "Inbound")
                        .flatMap(rule -> rule.breachUnless(
                                sourcesOf(rule).stream().allMatch(ReachInvariants::isNarrow),
                                "lets in " + sourcesOf(rule)))),
                Invariant.of(AREA, "what goes to the internet goes by 80 and 443 only", d -> rules(d, "Outbound")
                        .filter(rule -> targetsOf(rule).stream().anyMatch(target -> !isNarrow(target)))
                        .flatMap(rule -> rule.breachUnless(
                                Set.of("80", "443").containsAll(ports(rule))
                                        && targetsOf(rule).equals(List.of("Internet")),
                                "lets out to " + targetsOf(rule) + " " + ports(rule)))),
                Invariant.of(AREA, "no rule opens remote administration or a range of ports", d -> Stream.concat(
                                rules(d, "Inbound"), rules(d, "Outbound"))
                        .flatMap(rule -> rule.breachUnless(
                                ports(rule).stream()
                                        .noneMatch(port -> List.of("22", "3389", "5985", "5986")
                                                        .contains(port)
                                                || !port.matches("\\d+")),
                                "opens " + ports(rule)))),
                Invariant.of(
                        AREA,
                        "forwarders are asked by their hub, their spoke and on-premises only",
                        ReachInvariants::asked));
    }

    static Set<String> ports(Body rule) {
        return new TreeSet<>(rule.texts("/properties/destinationPortRanges", "/properties/destinationPortRange"));
    }

    static List<String> sourcesOf(Body rule) {
        return rule.texts("/properties/sourceAddressPrefixes", "/properties/sourceAddressPrefix");
    }

    static List<String> targetsOf(Body rule) {
        return rule.texts("/properties/destinationAddressPrefixes", "/properties/destinationAddressPrefix");
    }

    /** From the region's sites, to one machine of the workload subnet, by OTLP's port. */
    static boolean isToCollector(Deployment deployment, Subnet subnet, Body rule) {
        return subnet.name().equals("workload")
                && sourcesOf(rule)
                        .equals(List.of(deployment
                                .subnet(subnet.region(), "integration")
                                .prefix()))
                && targetsOf(rule).stream()
                        .allMatch(target -> Cidr.isOne(target)
                                && Cidr.of(target).length() == 32
                                && Cidr.of(subnet.prefix()).contains(Cidr.of(target)))
                && ports(rule).equals(Set.of("4318"));
    }

    /** A private prefix of a network's size at the most; no service tag. */
    static boolean isNarrow(String prefix) {
        return Cidr.isOne(prefix) && Cidr.of(prefix).length() >= 16;
    }

    private static Stream<Body> rules(Deployment deployment, String direction) {
        return deployment.subnets().stream().flatMap(subnet -> deployment.allowed(subnet, direction).stream());
    }

    private static Stream<String> sources(Deployment deployment, String subnet, String port, String... allowed) {
        return deployment.regions().stream().flatMap(region -> {
            Set<String> expected = new TreeSet<>();
            for (String name : allowed) {
                expected.add(deployment.subnet(region, name).prefix());
            }
            Set<String> found = new TreeSet<>();
            deployment.allowed(deployment.subnet(region, subnet), "Inbound").stream()
                    .filter(rule -> ports(rule).contains(port))
                    .forEach(rule -> found.addAll(sourcesOf(rule)));
            return found.equals(expected)
                    ? Stream.empty()
                    : Stream.of(region + ": " + port + " is open to " + found + ", not " + expected);
        });
    }

    private static Stream<String> senders(Deployment deployment) {
        Set<String> namespaces = new TreeSet<>();
        deployment.regions().forEach(region -> namespaces.addAll(deployment.endpointAddresses(region, "namespace")));
        return deployment.subnets().stream().flatMap(subnet -> {
            Set<String> targets = new TreeSet<>();
            deployment.allowed(subnet, "Outbound").stream()
                    .filter(rule -> ports(rule).contains("5671"))
                    .forEach(rule -> targets.addAll(targetsOf(rule)));
            Set<String> expected = subnet.name().equals("integration") ? namespaces : Set.of();
            return subnet.body().breachUnless(targets.equals(expected), "sends 5671 to " + targets);
        });
    }

    private static Stream<String> asked(Deployment deployment) {
        List<String> spaces = deployment.of("Microsoft.Network/virtualNetworks").stream()
                .map(network -> network.text("/properties/addressSpace/addressPrefixes/0"))
                .toList();
        return deployment.regions().stream().flatMap(region -> {
            Set<String> found = new TreeSet<>();
            deployment.allowed(deployment.subnet(region, "dns"), "Inbound").forEach(rule -> {
                found.addAll(sourcesOf(rule));
                if (!ports(rule).equals(Set.of("53"))) {
                    found.add("port " + ports(rule));
                }
            });
            Set<String> own = new TreeSet<>();
            deployment.of("Microsoft.Network/virtualNetworks").stream()
                    .filter(network -> network.region().equals(region))
                    .forEach(network -> own.add(network.text("/properties/addressSpace/addressPrefixes/0")));
            boolean well = found.containsAll(own)
                    && found.stream()
                            .filter(source -> !own.contains(source))
                            .allMatch(source -> Cidr.isOne(source) && !spaces.contains(source));
            return well ? Stream.empty() : Stream.of(region + ": forwarders are open to " + found);
        });
    }
}
