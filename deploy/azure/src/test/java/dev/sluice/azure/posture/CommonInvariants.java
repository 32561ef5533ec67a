package dev.sluice.azure.posture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Machines, monitoring, and what holds of everything. */
final class CommonInvariants {
    private static final String MACHINES = "Microsoft.Compute/virtualMachines";

    private CommonInvariants() {}

    static List<Invariant> all() {
        return List.of(
                Invariant.of(
                        "machines",
                        "machines take no password",
                        d -> d.each(
                                MACHINES,
                                6,
                                machine -> machine.expect(
                                        "/properties/osProfile/linuxConfiguration/disablePasswordAuthentication",
                                        true))),
                Invariant.of(
                        "machines",
                        "machines start what is signed only",
                        d -> d.each(
                                MACHINES,
                                6,
                                machine -> machine.expect(
                                        "/properties/securityProfile/uefiSettings/secureBootEnabled", true))),
                Invariant.of(
                        "machines",
                        "no interface forwards packets",
                        d -> d.each(
                                "Microsoft.Network/networkInterfaces",
                                6,
                                nic -> nic.expect("/properties/enableIPForwarding", false))),
                Invariant.of("monitoring", "telemetry is taken in through the private link only", d -> Stream.of(
                                "Microsoft.OperationalInsights/workspaces", "Microsoft.Insights/components")
                        .flatMap(type -> d.each(
                                type, 1, b -> b.expect("/properties/publicNetworkAccessForIngestion", "Disabled")))),
                Invariant.of(
                        "monitoring",
                        "telemetry is taken in from identities only",
                        d -> Stream.concat(
                                d.each(
                                        "Microsoft.Insights/components",
                                        1,
                                        c -> c.expect("/properties/DisableLocalAuth", true)),
                                d.each(
                                        "Microsoft.OperationalInsights/workspaces",
                                        1,
                                        w -> w.expect("/properties/features/disableLocalAuth", true)))),
                Invariant.of(
                        "monitoring",
                        "the private link leads to nobody else's telemetry",
                        d -> d.each(
                                "Microsoft.Insights/privateLinkScopes",
                                1,
                                scope -> scope.expect(
                                        "/properties/accessModeSettings/ingestionAccessMode", "PrivateOnly"))),
                Invariant.of(
                        "monitoring",
                        "workspace and component are behind the private link",
                        d -> d.each(
                                "Microsoft.Insights/privateLinkScopes/scopedResources",
                                2,
                                scoped -> scoped.breachUnless(
                                        d.find(scoped.text("/properties/linkedResourceId"))
                                                .isPresent(),
                                        "links what is not put"))),
                Invariant.of("everything", "whatever can carry a tag carries the deployment's", d -> d.all().stream()
                        .filter(body ->
                                body.json().has("location") || body.id().type().endsWith("resourceGroups"))
                        .flatMap(body -> body.breachUnless(
                                !body.text("/tags/sluice-deployment").isEmpty(), "has no tag"))),
                Invariant.of("everything", "nothing is put outside of the two regions", d -> d.all().stream()
                        .filter(body ->
                                body.json().has("location") && !body.region().equals("global"))
                        .flatMap(body -> body.breachUnless(
                                d.regions().contains(body.region())
                                        && d.regions().size() == 2,
                                "is in " + body.region()))),
                Invariant.of(
                        "everything",
                        "addresses of endpoints and interfaces are given once",
                        CommonInvariants::addresses));
    }

    private static Stream<String> addresses(Deployment deployment) {
        Set<String> seen = new HashSet<>();
        return Stream.of("Microsoft.Network/privateEndpoints", "Microsoft.Network/networkInterfaces")
                .flatMap(type -> deployment.of(type).stream())
                .flatMap(body -> body.json().findValues("privateIPAddress").stream()
                        .map(JsonNode::asText)
                        .flatMap(address -> body.breachUnless(seen.add(address), address + " is given twice")));
    }
}
