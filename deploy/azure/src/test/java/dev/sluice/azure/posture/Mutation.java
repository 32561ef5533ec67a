package dev.sluice.azure.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.arm.Exchange;
import dev.sluice.azure.scripts.Baseline;
import dev.sluice.azure.scripts.DryRun;
import dev.sluice.azure.scripts.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A mistake that somebody could make in a script.
 *
 * @param invariant name of the one that must notice
 * @param file the script, relative to the directory of {@code deploy.sh}
 * @param before what stands there
 * @param after the mistake
 * @param step what puts the resources concerned; empty for all
 */
record Mutation(String invariant, String file, String before, String after, String step) {
    /** Names of the invariants that notice. */
    List<String> noticed(Path directory) throws IOException, InterruptedException {
        // The migrations are read from beside the module.
        Scripts copy = Scripts.own().copyTo(directory.resolve("deploy/azure"));
        Files.createDirectories(directory.resolve("consumer"));
        Files.createSymbolicLink(
                directory.resolve("consumer/src"),
                Scripts.own().directory().resolve("../../consumer/src").normalize());
        Path script = copy.file(file);
        String text = Files.readString(script);
        assertThat(text).as(script.toString()).contains(before);
        Files.writeString(script, text.replace(before, after));
        List<Exchange> put = step.isEmpty()
                ? DryRun.of(copy, "--region", "all")
                : DryRun.of(copy, "--region", "all", "--step", step);
        Deployment deployment = Deployment.of(Baseline.with(step, put));
        return Invariants.all().stream()
                .filter(candidate -> !candidate.breaches(deployment).isEmpty())
                .map(Invariant::name)
                .toList();
    }
}
