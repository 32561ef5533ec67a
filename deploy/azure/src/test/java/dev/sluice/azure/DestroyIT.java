package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.azure.arm.ArmStandIn;
import dev.sluice.azure.arm.Exchange;
import dev.sluice.azure.scripts.Deployed;
import dev.sluice.azure.scripts.ScriptRun;
import dev.sluice.azure.scripts.Tools;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code destroy.sh} takes away, and what it leaves. */
class DestroyIT {
    private static final String GROUPS = "/subscriptions/" + ArmStandIn.SUBSCRIPTION + "/resourceGroups/";

    @TempDir
    Path directory;

    @Test
    void takesOnlyWhatCarriesTheTag() throws Exception {
        Tools.require("az", "jq");
        try (Deployed deployed = Deployed.start(directory)) {
            ArmStandIn arm = deployed.arm();
            arm.load(List.of(
                    put(GROUPS + "somebody-else", "{'location':'eastus2'}"),
                    put(
                            GROUPS + "sluice-network-westus",
                            "{'location':'westus','tags':{'sluice-deployment':'sluice2'}}"),
                    put(
                            GROUPS + "sluice-messaging-eastus2/providers/Microsoft.Network/publicIPAddresses/theirs",
                            "{'location':'eastus2'}")));

            ScriptRun.Result unsure = deployed.run("destroy.sh");
            assertThat(unsure.code()).isEqualTo(2);
            assertThat(arm.exchanges()).noneMatch(exchange -> exchange.method().equals("DELETE"));

            ScriptRun.Result result = deployed.run("destroy.sh", "--yes");
            assertThat(result.code()).as(result.errors()).isEqualTo(1);
            assertThat(result.errors()).contains("sluice-messaging-eastus2 is left alone", "publicIPAddresses/theirs");
            assertThat(arm.resources().keySet())
                    .filteredOn(id -> !id.contains("/providers/"))
                    .containsExactlyInAnyOrder(
                            (GROUPS + "somebody-else").toLowerCase(),
                            (GROUPS + "sluice-network-westus").toLowerCase(),
                            (GROUPS + "sluice-messaging-eastus2").toLowerCase());

            arm.remove(GROUPS + "sluice-messaging-eastus2/providers/Microsoft.Network/publicIPAddresses/theirs");
            assertThat(deployed.run("destroy.sh", "--yes").code()).isZero();
            assertThat(arm.resources()).hasSize(2);
        }
    }

    private static Exchange put(String id, String body) throws Exception {
        return new Exchange("PUT", id, "", "", new ObjectMapper().readTree(body.replace('\'', '"')));
    }
}
