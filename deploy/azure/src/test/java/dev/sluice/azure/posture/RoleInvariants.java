package dev.sluice.azure.posture;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may do what. Roles are named by the ids that Azure has for them everywhere. */
final class RoleInvariants {
    private static final String AREA = "roles";
    private static final String ASSIGNMENTS = "Microsoft.Authorization/roleAssignments";

    /** The built-in roles that are used; the ids are in Azure's own list of built-in roles. */
    private static final Map<String, String> ROLES = Map.of(
            "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", "Azure Service Bus Data Sender",
            "090c5cfd-751d-490a-894a-3ce6f1109419", "Azure Service Bus Data Owner",
            "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner",
            "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "Storage Blob Data Reader",
            "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor",
            "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor",
            "3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher",
            "7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull");

    private RoleInvariants() {}

    static List<Invariant> all() {
        return List.of(
                Invariant.of(
                        AREA,
                        "producer may send to orders, and nothing else on Service Bus",
                        d -> grants(
                                d,
                                "producer",
                                "Microsoft.ServiceBus",
                                Set.of("Azure Service Bus Data Sender on queues/orders"))),
                Invariant.of(
                        AREA,
                        "consumer owns its namespaces' data, which scaling needs",
                        d -> grants(
                                d,
                                "consumer",
                                "Microsoft.ServiceBus",
                                Set.of("Azure Service Bus Data Owner on namespaces"))),
                Invariant.of(
                        AREA,
                        "the agent has nothing to do with Service Bus",
                        d -> grants(d, "agent", "Microsoft.ServiceBus", Set.of())),
                Invariant.of(AREA, "apps read packages, and only the agent writes them", RoleInvariants::packages),
                Invariant.of(AREA, "only known roles are given", d -> assignments(d)
                        .flatMap(a -> a.breachUnless(ROLES.containsKey(role(a)), "gives role " + role(a)))),
                Invariant.of(AREA, "no role reaches farther than one resource", d -> assignments(d)
                        .flatMap(a -> a.breachUnless(a.id().scope().isPresent(), "is on a group or the subscription"))),
                Invariant.of(
                        AREA,
                        "assignments are named after what they give, so that they are made once",
                        d -> assignments(d)
                                .flatMap(a -> a.breachUnless(isNameBased(a.name()), "has no name-based UUID"))),
                Invariant.of(AREA, "roles are given to the three identities only", d -> assignments(d)
                        .flatMap(a ->
                                a.breachUnless(!identity(a).isEmpty(), "is for " + a.text("/properties/description")))),
                Invariant.of(
                        AREA, "sites and agents carry one identity each, and no system's", RoleInvariants::carried));
    }

    private static Stream<Body> assignments(Deployment deployment) {
        return deployment.of(ASSIGNMENTS).stream();
    }

    private static String role(Body assignment) {
        String id = assignment.text("/properties/roleDefinitionId");
        return id.substring(id.lastIndexOf('/') + 1);
    }

    /** Which of the identities an assignment is for; the scripts say so in its description. */
    private static String identity(Body assignment) {
        return Stream.of("producer", "consumer", "agent")
                .filter(name -> assignment.text("/properties/description").endsWith("-" + name))
                .filter(name -> assignment.text("/properties/principalType").equals("ServicePrincipal"))
                .findFirst()
                .orElse("");
    }

    private static Stream<String> grants(
            Deployment deployment, String identity, String provider, Set<String> expected) {
        List<String> found = assignments(deployment)
                .filter(assignment -> identity(assignment).equals(identity))
                .filter(assignment -> scope(assignment).contains("/providers/" + provider + "/"))
                .map(assignment -> ROLES.getOrDefault(role(assignment), role(assignment)) + " on " + place(assignment))
                .sorted()
                .toList();
        List<String> twice = expected.stream()
                .flatMap(grant -> Stream.of(grant, grant))
                .sorted()
                .toList();
        return found.equals(twice) ? Stream.empty() : Stream.of(identity + " has " + found);
    }

    private static Stream<String> packages(Deployment deployment) {
        return Stream.of("producer", "consumer", "agent").flatMap(identity -> {
            Set<String> found = assignments(deployment)
                    .filter(assignment -> identity(assignment).equals(identity))
                    .filter(assignment -> !scope(assignment).contains("/containers/azure-webjobs-")
                            && scope(assignment).contains("Microsoft.Storage"))
                    .map(RoleInvariants::role)
                    .map(role -> ROLES.getOrDefault(role, role))
                    .filter(role -> role.contains("Blob"))
                    .collect(Collectors.toCollection(TreeSet::new));
            String expected = identity.equals("agent") ? "Storage Blob Data Contributor" : "Storage Blob Data Reader";
            return found.equals(Set.of(expected)) ? Stream.empty() : Stream.of(identity + " has " + found);
        });
    }

    private static Stream<String> carried(Deployment deployment) {
        return Stream.concat(
                        deployment.of("Microsoft.Web/sites").stream(),
                        deployment.of("Microsoft.Compute/virtualMachines").stream())
                .flatMap(body -> {
                    boolean forwarder = body.at("/identity").isMissingNode();
                    boolean one = body.text("/identity/type").equals("UserAssigned")
                            && body.at("/identity/userAssignedIdentities").size() == 1;
                    return body.breachUnless(
                            one || forwarder && body.id().type().endsWith("virtualMachines"),
                            "has " + body.at("/identity"));
                });
    }

    private static String scope(Body assignment) {
        return assignment.id().scope().map(Object::toString).orElse("");
    }

    private static String place(Body assignment) {
        String[] parts = scope(assignment).split("/");
        String type = parts[parts.length - 2];
        return type.equals("namespaces") ? type : type + "/" + parts[parts.length - 1];
    }

    private static boolean isNameBased(String name) {
        try {
            return UUID.fromString(name).version() == 5;
        } catch (IllegalArgumentException notEven) {
            return false;
        }
    }
}
