package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.arm.ArmStandIn;
import dev.sluice.azure.scripts.Deployed;
import dev.sluice.azure.scripts.ScriptRun;
import dev.sluice.azure.scripts.Tools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify.sh} says of a deployment that is well, and of one that somebody has changed by hand. */
class VerifyIT {
    private static final String NETWORK = "Microsoft.Network/";

    /** Lines of the table after {@link #breach}. */
    private static final List<String> EXPECTED = List.of(
            "BREACH +public access +sluice-orders-eastus2 +is Enabled, must be Disabled",
            "BREACH +tls +sluice-orders-eastus2 +is 1.0, must be 1.2",
            "BREACH +identities +sluice-orders-db-eastus2 passwords +is Enabled, must be Disabled",
            "BREACH +identities +sluiceordersue2 keys +is true, must be false",
            "BREACH +routes +sluice-producer-eastus2 all traffic +is false, must be true",
            "BREACH +identities +secrets in settings of sluice-consumer-eastus2 +is QUARKUS_DATASOURCE_PASSWORD.*",
            "BREACH +end rule +sluice-nsg-endpoint-eastus2 in +is Allow .*, must be Deny .*",
            "BREACH +routes +sluice-spoke-eastus2/workload to 0.0.0.0/0 +is null, must be 10.1.0.4",
            "BREACH +routes +sluice-spoke-eastus2/endpoint default outbound access +is true, must be false",
            "BREACH +dns +privatelink.blob.core.windows.net for +is sluice-hub-centralus sluice-spoke-eastus2, .*",
            "BREACH +identities +sluice-agent may +is 8e3af657-a8ff-443c-a75c-2fe8c4bcb635 on packages.*");

    @TempDir
    Path directory;

    @Test
    void reportsEachBreachAndNothingElse() throws Exception {
        Tools.require("az", "jq");
        try (Deployed deployed = Deployed.start(directory)) {
            ScriptRun.Result well = deployed.run("verify.sh");
            assertThat(well.output()).as(well.errors()).doesNotContain("BREACH").contains(" 0 breaches");
            assertThat(well.code()).isZero();
            assertThat(deployed.arm().exchanges())
                    .noneMatch(exchange -> List.of("PUT", "PATCH", "DELETE").contains(exchange.method()));

            breach(deployed.arm());
            ScriptRun.Result broken = deployed.run("verify.sh");
            assertThat(broken.code()).isEqualTo(1);
            List<String> breaches = broken.output()
                    .lines()
                    .filter(line -> line.startsWith("BREACH"))
                    .toList();
            for (String expected : EXPECTED) {
                assertThat(breaches).as(expected).anyMatch(line -> line.matches(expected));
            }
            assertThat(breaches).allMatch(line -> EXPECTED.stream().anyMatch(line::matches));
        }
    }

    /** One change in each row of the table's kinds. */
    private static void breach(ArmStandIn arm) {
        String spoke = Deployed.id("network-eastus2", NETWORK + "virtualNetworks/sluice-spoke-eastus2");
        properties(arm, Deployed.id("messaging-eastus2", "Microsoft.ServiceBus/namespaces/sluice-orders-eastus2"))
                .put("publicNetworkAccess", "Enabled");
        properties(arm, Deployed.id("messaging-eastus2", "Microsoft.ServiceBus/namespaces/sluice-orders-eastus2"))
                .put("minimumTlsVersion", "1.0");
        properties(
                        arm,
                        Deployed.id(
                                "database-eastus2",
                                "Microsoft.DBforPostgreSQL/flexibleServers/sluice-orders-db-eastus2"))
                .withObjectProperty("authConfig")
                .put("passwordAuth", "Enabled");
        properties(arm, Deployed.id("functions-eastus2", "Microsoft.Storage/storageAccounts/sluiceordersue2"))
                .put("allowSharedKeyAccess", true);
        properties(arm, Deployed.id("functions-eastus2", "Microsoft.Web/sites/sluice-producer-eastus2") + "/config/web")
                .put("vnetRouteAllEnabled", false);
        properties(
                        arm,
                        Deployed.id("functions-eastus2", "Microsoft.Web/sites/sluice-consumer-eastus2")
                                + "/config/appsettings")
                .put("QUARKUS_DATASOURCE_PASSWORD", "x");
        arm.remove(Deployed.id("network-eastus2", NETWORK + "networkSecurityGroups/sluice-nsg-endpoint-eastus2")
                + "/securityRules/deny-all-inbound");
        properties(arm, spoke + "/subnets/workload").remove("routeTable");
        properties(arm, spoke + "/subnets/endpoint").put("defaultOutboundAccess", true);
        String zone = Deployed.id("dns", NETWORK + "privateDnsZones/privatelink.blob.core.windows.net");
        properties(arm, zone + "/virtualNetworkLinks/sluice-hub-eastus2")
                .withObjectProperty("virtualNetwork")
                .put("id", spoke);
        String agent = arm.resources().keySet().stream()
                .filter(id -> id.contains("/containers/packages/providers/microsoft.authorization/"))
                .filter(id -> arm.resources()
                        .get(id)
                        .at("/properties/description")
                        .asText()
                        .endsWith("-agent"))
                .findFirst()
                .orElseThrow();
        arm.edit(
                agent,
                body -> body.withObjectProperty("properties")
                        .put(
                                "roleDefinitionId",
                                "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"));
    }

    private static ObjectNode properties(ArmStandIn arm, String id) {
        ObjectNode[] found = new ObjectNode[1];
        arm.edit(id, body -> found[0] = body.withObjectProperty("properties"));
        return found[0];
    }
}
