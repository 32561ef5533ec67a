package dev.sluice.azure.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.scripts.Baseline;
import dev.sluice.azure.scripts.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the scripts put, against every invariant: one test each, and a table of all. */
class PostureIT {
    private static Deployment deployment;

    @BeforeAll
    static void dryRun() {
        Tools.require("jq");
        deployment = Deployment.of(Baseline.all());
    }

    @TestFactory
    Stream<DynamicTest> holds() {
        return Invariants.all().stream()
                .map(invariant -> DynamicTest.dynamicTest(
                        invariant.area() + ": " + invariant.name(),
                        () -> assertThat(invariant.breaches(deployment)).isEmpty()));
    }

    @Test
    void namesAreUnique() {
        assertThat(Invariants.all().stream().map(Invariant::name)).doesNotHaveDuplicates();
    }

    @Test
    void isPrintedAsATable() throws IOException {
        StringBuilder table = new StringBuilder();
        for (Invariant invariant : Invariants.all()) {
            List<String> breaches = invariant.breaches(deployment);
            table.append("%-12s %-90s %s%n"
                    .formatted(
                            invariant.area(), invariant.name(), breaches.isEmpty() ? "holds" : "BREACHED " + breaches));
        }
        Path target = Path.of("target");
        if (Files.isDirectory(target)) {
            Files.writeString(target.resolve("posture.txt"), table);
        }
        System.out.println(table);
        assertThat(table).doesNotContain("BREACHED");
    }
}
