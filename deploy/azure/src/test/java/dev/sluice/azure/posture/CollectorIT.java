package dev.sluice.azure.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.scripts.DryRun;
import dev.sluice.azure.scripts.Scripts;
import dev.sluice.azure.scripts.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** With a collector of metrics in one region, which the parameters as they are shipped don't have. */
class CollectorIT {
    private static final String COLLECTOR = "10.1.4.10";
    private static final String PUSH_URL = "SLUICE_METRICS_PUSH_URL";

    private static Deployment deployment;

    @BeforeAll
    static void dryRun(@TempDir Path directory) throws Exception {
        Tools.require("jq");
        String parameters = Files.readString(Scripts.own().file("parameters.env"));
        Path file = Files.writeString(
                directory.resolve("parameters.env"),
                parameters.replace("\nPRIMARY_COLLECTOR=\n", "\nPRIMARY_COLLECTOR=" + COLLECTOR + "\n"));
        deployment = Deployment.of(DryRun.of(Scripts.own(), "--region", "all", "--parameters", file.toString()));
    }

    @TestFactory
    Stream<DynamicTest> everythingElseStillHolds() {
        return Invariants.all().stream()
                .map(invariant ->
                        DynamicTest.dynamicTest(invariant.name(), () -> assertThat(invariant.breaches(deployment))
                                .isEmpty()));
    }

    @Test
    void sitesOfItsRegionPushToIt() {
        List<Body> sites = deployment.of("Microsoft.Web/sites");
        assertThat(sites)
                .filteredOn(site -> site.region().equals("eastus2"))
                .hasSize(2)
                .allSatisfy(site -> assertThat(FunctionInvariants.settings(site))
                        .containsEntry(PUSH_URL, "http://" + COLLECTOR + ":4318/v1/metrics"));
        assertThat(sites)
                .filteredOn(site -> site.region().equals("centralus"))
                .hasSize(2)
                .allSatisfy(
                        site -> assertThat(FunctionInvariants.settings(site)).doesNotContainKey(PUSH_URL));
    }

    @Test
    void nothingElseIsLetIntoItsSubnet() {
        assertThat(deployment.allowed(deployment.subnet("eastus2", "workload"), "Inbound"))
                .extracting(Body::name)
                .containsExactly("allow-collector");
        assertThat(deployment.allowed(deployment.subnet("centralus", "workload"), "Inbound"))
                .isEmpty();
    }
}
