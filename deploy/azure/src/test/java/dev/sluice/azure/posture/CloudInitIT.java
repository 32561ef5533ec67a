package dev.sluice.azure.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.azure.scripts.Baseline;
import dev.sluice.azure.scripts.Tools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What machines are set up with, as it is put. */
class CloudInitIT {
    /** Keys of cloud-init's own schema that are used; it takes a wrong one for a comment. */
    private static final Set<String> KNOWN = Set.of("package_update", "packages", "write_files", "runcmd");

    private static final Set<String> FILE_KEYS = Set.of("path", "owner", "permissions", "content", "defer");

    @TempDir
    Path directory;

    private static Deployment deployment;

    @BeforeAll
    static void dryRun() {
        Tools.require("jq", "named-checkconf");
        deployment = Deployment.of(Baseline.all());
    }

    @Test
    void hasNoKeyThatCloudInitDoesNotKnow() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Body machine : deployment.of("Microsoft.Compute/virtualMachines")) {
            all.add(yaml(machine));
        }
        assertThat(all).hasSize(6).allSatisfy(cloudInit -> {
            assertThat(KNOWN).containsAll(cloudInit.keySet());
            assertThat(cloudInit).containsKey("packages");
            files(cloudInit).forEach(file -> assertThat(FILE_KEYS).containsAll(file.keySet()));
        });
    }

    @Test
    void namedTakesTheForwardersConfiguration() throws Exception {
        int checked = 0;
        for (Body machine : deployment.of("Microsoft.Compute/virtualMachines")) {
            for (Map<String, Object> file : files(yaml(machine))) {
                if (file.get("path").equals("/etc/bind/named.conf")) {
                    assertThat(checkconf((String) file.get("content"))).isEmpty();
                    checked++;
                }
            }
        }
        assertThat(checked).isEqualTo(4);
    }

    @Test
    void namedWouldNotTakeABrokenOne() throws Exception {
        assertThat(checkconf("options { allow-query { clients; }; };")).contains("undefined ACL 'clients'");
    }

    private String checkconf(String content) throws Exception {
        // The directory is there where BIND is installed only.
        Path file = directory.resolve("named.conf");
        Files.writeString(file, content.replace("\"/var/cache/bind\"", "\"" + directory + "\""));
        Process process = new ProcessBuilder("named-checkconf", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        return process.waitFor() == 0 ? output : "failed: " + output;
    }

    private static Map<String, Object> yaml(Body machine) {
        String text = new String(
                Base64.getDecoder().decode(machine.text("/properties/osProfile/customData")), StandardCharsets.UTF_8);
        assertThat(text).startsWith("#cloud-config\n").doesNotContainPattern("@[A-Z_]+@");
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> files(Map<String, Object> cloudInit) {
        return (List<Map<String, Object>>) cloudInit.getOrDefault("write_files", List.of());
    }
}
