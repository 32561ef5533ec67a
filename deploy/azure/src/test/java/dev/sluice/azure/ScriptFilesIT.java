package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.scripts.Scripts;
import dev.sluice.azure.scripts.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be said of the scripts without running them. */
class ScriptFilesIT {
    @Test
    void shellcheckHasNothingToSay() throws Exception {
        Tools.require("shellcheck");
        List<String> command = new ArrayList<>(List.of("shellcheck", "--external-sources"));
        List<Path> scripts = Scripts.own().all();
        assertThat(scripts).hasSizeGreaterThan(15);
        scripts.forEach(script -> command.add(script.toString()));
        Process process = new ProcessBuilder(command)
                .directory(Scripts.own().directory().toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes())).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void whatIsCalledIsExecutableAndStopsAtTheFirstError() throws Exception {
        for (String name :
                List.of("deploy.sh", "verify.sh", "failover.sh", "failback.sh", "release.sh", "destroy.sh")) {
            Path script = Scripts.own().file(name);
            assertThat(script).isExecutable();
            assertThat(Files.readString(script))
                    .startsWith("#!/usr/bin/env bash\n")
                    .contains("set -euo pipefail");
        }
    }
}
