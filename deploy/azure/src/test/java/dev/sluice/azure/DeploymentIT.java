package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.azure.arm.ArmStandIn;
import dev.sluice.azure.arm.Exchange;
import dev.sluice.azure.scripts.AzureCli;
import dev.sluice.azure.scripts.DryRun;
import dev.sluice.azure.scripts.ScriptRun;
import dev.sluice.azure.scripts.Scripts;
import dev.sluice.azure.scripts.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both regions, whole, with the real az. */
class DeploymentIT {
    @TempDir
    Path directory;

    @Test
    void putsWhatTheDryRunPrintsAndTheSecondRunChangesNothing() throws Exception {
        Tools.require("az", "jq");
        try (ArmStandIn arm = ArmStandIn.start(directory)) {
            AzureCli az = AzureCli.signIn(arm, directory.resolve("azure"));
            deploy(az);
            assertThat(arm.refused()).isEmpty();
            assertThat(arm.early()).isEmpty();
            assertThat(arm.dropped()).isEmpty();
            assertThat(Comparable.puts(arm.exchanges()))
                    .containsExactlyInAnyOrderElementsOf(Comparable.puts(DryRun.of(Scripts.own(), "--region", "all")));

            Map<String, JsonNode> before = arm.resources();
            List<Exchange> first = arm.exchanges();
            arm.forget();
            deploy(az);
            assertThat(arm.refused()).isEmpty();
            assertThat(arm.dropped()).isEmpty();
            assertThat(arm.resources()).isEqualTo(before);
            assertThat(Comparable.exactPuts(arm.exchanges()))
                    .containsExactlyInAnyOrderElementsOf(Comparable.exactPuts(first));
        }
    }

    private static void deploy(AzureCli az) throws Exception {
        try (ScriptRun run = ScriptRun.start(Scripts.own(), az.environment(), "deploy.sh", "--region", "all")) {
            ScriptRun.Result result = run.end();
            assertThat(result.code()).as(result.errors()).isZero();
        }
    }
}
