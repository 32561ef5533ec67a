package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.arm.ArmStandIn;
import dev.sluice.azure.arm.RunResult;
import dev.sluice.azure.scripts.Deployed;
import dev.sluice.azure.scripts.ScriptRun;
import dev.sluice.azure.scripts.Tools;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writable database goes to the other region and back. */
class FailoverIT {
    private static final String SERVERS = "Microsoft.DBforPostgreSQL/flexibleServers/";
    private static final String PRIMARY = Deployed.id("database-eastus2", SERVERS + "sluice-orders-db-eastus2");
    private static final String SECONDARY = Deployed.id("database-centralus", SERVERS + "sluice-orders-db-centralus");

    @TempDir
    Path directory;

    @BeforeEach
    void tools() {
        Tools.require("az", "jq");
    }

    @Test
    void movesTheDatabaseAndBothConsumersAndBack() throws Exception {
        try (Deployed deployed = Deployed.start(directory)) {
            ArmStandIn arm = deployed.arm();
            arm.answerCommands(command -> new RunResult(0, "2\n"));

            ScriptRun.Result over = deployed.run("failover.sh", "--planned");
            assertThat(over.code()).as(over.errors()).isZero();
            assertThat(over.output()).contains("RPO: the replica is behind by: 2 s", "RTO: ready in centralus");
            assertThat(role(arm, SECONDARY)).isEqualTo("Primary");
            assertThat(role(arm, PRIMARY)).isEqualTo("AsyncReplica");
            assertThat(database(arm, "eastus2")).contains("sluice-orders-db-centralus");
            assertThat(database(arm, "centralus")).contains("sluice-orders-db-centralus");

            ScriptRun.Result back = deployed.run("failback.sh");
            assertThat(back.code()).as(back.errors()).isZero();
            assertThat(role(arm, PRIMARY)).isEqualTo("Primary");
            assertThat(role(arm, SECONDARY)).isEqualTo("AsyncReplica");
            assertThat(database(arm, "eastus2")).contains("sluice-orders-db-eastus2");
            assertThat(database(arm, "centralus")).contains("sluice-orders-db-eastus2");
            assertThat(arm.refused()).isEmpty();
        }
    }

    @Test
    void isForcedWhereThePrimaryRegionDoesNotAnswer() throws Exception {
        try (Deployed deployed = Deployed.start(directory)) {
            ArmStandIn arm = deployed.arm();
            arm.answerCommands(command -> new RunResult(0, "90\n"));

            ScriptRun.Result refused = deployed.run("failover.sh", "--forced", "--max-lag", "60");
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.errors()).contains("the lag is 90, more than --max-lag 60");
            assertThat(role(arm, SECONDARY)).isEqualTo("AsyncReplica");

            arm.faults().inject(request -> request.path().contains("functions-eastus2"), 503, 8);
            ScriptRun.Result forced = deployed.run("failover.sh", "--forced", "--max-lag", "100");
            assertThat(forced.code()).as(forced.errors()).isZero();
            assertThat(forced.output()).contains("RPO: the replica is behind by: 90 s");
            assertThat(forced.errors()).contains("the primary region does not answer: run this again");
            assertThat(database(arm, "eastus2")).contains("sluice-orders-db-eastus2");
            assertThat(database(arm, "centralus")).contains("sluice-orders-db-centralus");

            ScriptRun.Result again = deployed.run("failover.sh", "--forced");
            assertThat(again.code()).as(again.errors()).isZero();
            assertThat(database(arm, "eastus2")).contains("sluice-orders-db-centralus");
        }
    }

    private static String role(ArmStandIn arm, String server) {
        return arm.resources()
                .get(server.toLowerCase())
                .at("/properties/replicationRole")
                .asText();
    }

    private static String database(ArmStandIn arm, String region) {
        String[] url = new String[1];
        arm.edit(
                Deployed.id("functions-" + region, "Microsoft.Web/sites/sluice-consumer-" + region)
                        + "/config/appsettings",
                body -> url[0] =
                        body.at("/properties/QUARKUS_DATASOURCE_JDBC_URL").asText());
        return url[0];
    }
}
