package dev.sluice.azure.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.azure.scripts.AzureCli;
import dev.sluice.azure.scripts.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real az against the stand-in. */
class ArmStandInIT {
    private static final String GROUP = "/subscriptions/" + ArmStandIn.SUBSCRIPTION + "/resourceGroups/g";
    private static final String NETWORK = GROUP + "/providers/Microsoft.Network/";

    @TempDir
    static Path directory;

    private static ArmStandIn arm;
    private static AzureCli az;

    @BeforeAll
    static void signIn() throws Exception {
        Tools.require("az");
        arm = ArmStandIn.start(directory);
        az = AzureCli.signIn(arm, directory.resolve("azure"));
    }

    @AfterAll
    static void stop() {
        if (arm != null) {
            arm.close();
        }
    }

    @Test
    void isTheSubscriptionThatAzIsSignedInTo() throws Exception {
        assertThat(az.az("account", "show", "--query", "id", "--output", "tsv")).contains(ArmStandIn.SUBSCRIPTION);
    }

    @Test
    void answersAsAzureDoes() throws Exception {
        assertThatThrownBy(() -> get(GROUP, "2025-04-01")).hasMessageContaining("Not Found");
        put(GROUP, "2025-04-01", "{'location':'eastus2'}");
        assertThat(get(GROUP, "2025-04-01").path("name").asText()).isEqualTo("g");

        String vnet = NETWORK + "virtualNetworks/v";
        String body =
                "{'location':'eastus2','properties':{'subnets':[{'name':'a','properties':{'addressPrefix':'10.0.0.0/24'}},{'name':'b'}]}}";
        JsonNode first = put(vnet, "2024-07-01", body);
        assertThat(first.at("/properties/provisioningState").asText()).isEqualTo("Updating");
        get(vnet, "2024-07-01");
        JsonNode done = get(vnet.toUpperCase(), "2024-07-01");
        assertThat(done.at("/properties/provisioningState").asText()).isEqualTo("Succeeded");
        assertThat(done.at("/properties/subnets")).hasSize(2);

        put(vnet, "2024-07-01", body.replace(",{'name':'b'}", ""));
        assertThat(arm.dropped()).containsExactly(vnet + "/subnets/b");
        assertThatThrownBy(() -> put(
                        NETWORK + "privateEndpoints/e",
                        "2024-07-01",
                        "{'properties':{'subnet':{'id':'%s'}}}".formatted(vnet + "/subnets/b")))
                .hasMessageContaining("InvalidResourceReference");
        assertThatThrownBy(() -> put(vnet, "2024-07-02", body)).hasMessageContaining("NoRegisteredProviderFound");
        assertThatThrownBy(() -> put(NETWORK + "virtualNet/v", "2024-07-01", body))
                .hasMessageContaining("InvalidResourceType");
        assertThatThrownBy(() -> put(NETWORK.replace("/g/", "/h/") + "virtualNetworks/v", "2024-07-01", body))
                .hasMessageContaining("ResourceGroupNotFound");

        arm.faults().inject(request -> request.method().equals("DELETE"), 500, 1);
        assertThatThrownBy(() -> delete(vnet)).hasMessageContaining("Internal Server Error");
        delete(vnet);
        assertThat(arm.resources()).doesNotContainKey(vnet.toLowerCase() + "/subnets/b");
        rest("delete", GROUP, "2025-04-01");
        assertThat(get(GROUP, "2025-04-01").at("/properties/provisioningState").asText())
                .isEqualTo("Deleting");
        assertThatThrownBy(() -> get(GROUP, "2025-04-01")).hasMessageContaining("Not Found");
    }

    private static JsonNode put(String id, String version, String body) throws IOException, InterruptedException {
        Path file = directory.resolve("body.json");
        Files.writeString(file, body.replace('\'', '"'));
        return rest("put", id, version, "--body", "@" + file);
    }

    private static JsonNode get(String id, String version) throws IOException, InterruptedException {
        return rest("get", id, version);
    }

    private static void delete(String id) throws IOException, InterruptedException {
        rest("delete", id, "2024-07-01");
    }

    private static JsonNode rest(String method, String id, String version, String... more)
            throws IOException, InterruptedException {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"rest", "--method", method, "--url", id + "?api-version=" + version}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return new ObjectMapper().readTree(az.az(arguments) + " ");
    }
}
