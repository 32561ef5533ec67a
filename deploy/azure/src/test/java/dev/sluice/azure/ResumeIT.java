package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.azure.arm.ArmStandIn;
import dev.sluice.azure.scripts.AzureCli;
import dev.sluice.azure.scripts.ScriptRun;
import dev.sluice.azure.scripts.Scripts;
import dev.sluice.azure.scripts.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment that is killed again and again, or refused, and run once more, ends as one that nothing happened to. */
class ResumeIT {
    private static final String[] SOME = {"--region", "primary", "--step", "groups", "network"};
    private static final String[] ALL = {"--region", "all"};

    /** By the options of the run. */
    private static final Map<List<String>, Map<String, JsonNode>> UNDISTURBED = new HashMap<>();

    @TempDir
    Path directory;

    @BeforeEach
    void tools() {
        Tools.require("az", "jq");
    }

    @Test
    void someSteps() throws Exception {
        endsTheSame(SOME, 3, 8, 14);
    }

    @Test
    @Tag("exhaustive")
    void everything() throws Exception {
        endsTheSame(ALL, 7, 30, 61, 95, 120, 150, 181);
    }

    @Test
    void getsThroughConflictsThrottlingAndErrors() throws Exception {
        Map<String, JsonNode> expected = undisturbed(SOME);
        try (ArmStandIn arm = ArmStandIn.start(Files.createDirectory(directory.resolve("rough")))) {
            AzureCli az = AzureCli.signIn(arm, directory.resolve("rough/azure"));
            arm.faults().inject(request -> request.path().contains("/virtualNetworks/"), 409, 2);
            arm.faults().inject(request -> request.path().contains("/routeTables/"), 429, 2);
            arm.faults().inject(request -> request.path().contains("/networkSecurityGroups/"), 500, 2);
            arm.faults().inject(request -> request.method().equals("GET"), 503, 1);
            try (ScriptRun run = ScriptRun.start(Scripts.own(), az.environment(), "deploy.sh", SOME)) {
                ScriptRun.Result result = run.end();
                assertThat(result.code()).as(result.errors()).isZero();
            }
            assertThat(arm.faults().outstanding()).isZero();
            assertThat(arm.resources()).isEqualTo(expected);
        }
    }

    /** @param points after how many PUTs each run but the last is killed */
    private void endsTheSame(String[] options, int... points) throws Exception {
        Map<String, JsonNode> expected = undisturbed(options);
        try (ArmStandIn arm = ArmStandIn.start(Files.createDirectory(directory.resolve("killed")))) {
            AzureCli az = AzureCli.signIn(arm, directory.resolve("killed/azure"));
            for (int point : points) {
                arm.forget();
                try (ScriptRun run = ScriptRun.start(Scripts.own(), az.environment(), "deploy.sh", options)) {
                    await().atMost(Duration.ofMinutes(20))
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> puts(arm) >= point || !run.isRunning());
                    assertThat(run.isRunning()).isTrue();
                    run.kill();
                }
            }
            try (ScriptRun run = ScriptRun.start(Scripts.own(), az.environment(), "deploy.sh", options)) {
                ScriptRun.Result result = run.end();
                assertThat(result.code()).as(result.errors()).isZero();
            }
            assertThat(arm.resources()).isEqualTo(expected);
            assertThat(arm.dropped()).isEmpty();
        }
    }

    private static long puts(ArmStandIn arm) {
        return arm.exchanges().stream()
                .filter(exchange -> exchange.method().equals("PUT"))
                .count();
    }

    /** What a run that nothing happens to ends with; run once for all tests. */
    private Map<String, JsonNode> undisturbed(String[] options) throws Exception {
        if (UNDISTURBED.containsKey(List.of(options))) {
            return UNDISTURBED.get(List.of(options));
        }
        try (ArmStandIn arm = ArmStandIn.start(Files.createDirectory(directory.resolve("calm")))) {
            AzureCli az = AzureCli.signIn(arm, directory.resolve("calm/azure"));
            try (ScriptRun run = ScriptRun.start(Scripts.own(), az.environment(), "deploy.sh", options)) {
                ScriptRun.Result result = run.end();
                assertThat(result.code()).as(result.errors()).isZero();
            }
            UNDISTURBED.put(List.of(options), arm.resources());
            return arm.resources();
        }
    }
}
