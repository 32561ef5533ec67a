package dev.sluice.functionapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The rules that the container files keep; nothing here builds an image. */
class ContainerFilesTest {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().getParent().getParent().getParent();
    /** A tag that names one release: at least major and minor, and not a moving name such as latest. */
    private static final Pattern PINNED = Pattern.compile("[a-z0-9./-]+:(\\d+\\.\\d+|\\d{4}-CU\\d+)[A-Za-z0-9._-]*");
    /** Names of settings that hold secrets, with a value in the file. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((password|secret|token)[A-Z_]*|(account|access)_?key)\\s*[=:]\\s*(?!\\$\\{|\\?|SAS_KEY_VALUE|…)\\S");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "producer/Dockerfile",
                "producer/Dockerfile.functions",
                "consumer/Dockerfile",
                "consumer/Dockerfile.functions"
            })
    void dockerfilesArePinnedAndHoldNeitherSecretsNorShellTricks(String name) throws IOException {
        List<String> instructions = instructions(name);

        assertThat(instructions)
                .filteredOn(line -> line.startsWith("FROM "))
                .hasSize(1)
                .allSatisfy(from -> assertThat(from.substring("FROM ".length())).matches(PINNED));
        assertThat(instructions)
                .as("nothing is fetched or run while the image is built")
                .noneMatch(line -> line.startsWith("RUN ") || line.startsWith("ADD ") || line.startsWith("ARG "));
        assertThat(instructions)
                .as("no shell between the container and the process")
                .filteredOn(line -> line.matches("(CMD|ENTRYPOINT) .*") || line.contains(" CMD "))
                .allMatch(line -> line.matches(".*(CMD|ENTRYPOINT) \\[.*]"));
        assertThat(Files.readString(ROOT.resolve(name))).doesNotContainPattern(SECRET);
        assertThat(instructions)
                .as("only what the build has made")
                .filteredOn(line -> line.startsWith("COPY "))
                .allMatch(line -> line.matches("COPY (--chown=0:0 )?target/(function-app|quarkus-app)/ \\S+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "consumer"})
    void theJvmImageRunsUnprivilegedAndTellsItsHealth(String service) throws IOException {
        List<String> instructions = instructions(service + "/Dockerfile");

        assertThat(instructions).anyMatch(line -> line.matches("USER [1-9]\\d*:[1-9]\\d*"));
        assertThat(instructions).anyMatch(line -> line.startsWith("HEALTHCHECK ") && line.contains("/q/health/live"));
        assertThat(instructions).anyMatch(line -> line.startsWith("ENTRYPOINT [\"java\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "consumer"})
    void localSettingsNeverGetIntoAnImage(String service) throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve(service).resolve(".dockerignore")))
                .containsSubsequence("*", "!target/function-app", "**/local.settings*.json");
    }

    @Test
    void theComposeFileIsPinnedOnLoopbackAndWithoutSecrets() throws IOException {
        Path file = ROOT.resolve("deploy/local/compose.yaml");
        Map<String, Object> compose =
                map(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file)));
        Map<String, Object> services = map(compose.get("services"));

        assertThat(services).containsOnlyKeys("servicebus", "sql", "postgres", "producer", "consumer");
        assertThat(Files.readString(file)).doesNotContainPattern(SECRET);
        services.forEach((name, value) -> {
            Map<String, Object> service = map(value);
            if (service.containsKey("build")) {
                Path context = file.resolveSibling(service.get("build").toString());
                assertThat(context.resolve("Dockerfile")).exists();
                assertThat(map(service.get("environment")))
                        .as("%s: the anchor is merged in", name)
                        .containsEntry("QUARKUS_PROFILE", "local")
                        .containsKey("SLUICE_SERVICEBUS_CONNECTION_STRING");
            } else {
                assertThat(service.get("image").toString()).as(name).matches(PINNED);
            }
            list(service.get("ports"))
                    .forEach(port -> assertThat(port.toString()).as(name).startsWith("127.0.0.1:"));
            list(service.get("volumes")).forEach(volume -> assertThat(
                            file.resolveSibling(volume.toString().split(":")[0]))
                    .exists());
        });
    }

    @Test
    void microsoftsEmulatorHasTheSameQueuesWithinItsOwnLimits() throws IOException {
        Map<String, JsonNode> queues = queues("microsoft-emulator.json");

        assertThat(queues).containsOnlyKeys(queues("servicebus.json").keySet());
        queues.forEach((name, queue) -> {
            assertThat(queue.path("MaxDeliveryCount").asInt()).as(name).isBetween(1, 10);
            assertThat(Duration.parse(queue.path("DefaultMessageTimeToLive").asText()))
                    .isLessThanOrEqualTo(Duration.ofHours(1));
            assertThat(Duration.parse(
                            queue.path("DuplicateDetectionHistoryTimeWindow").asText()))
                    .isLessThanOrEqualTo(Duration.ofMinutes(5));
        });
        assertThat(queues.get("orders").path("ForwardDeadLetteredMessagesTo").asText())
                .isEqualTo("orders-parked");
        assertThat(queues.get("orders").path("RequiresDuplicateDetection").asBoolean())
                .isTrue();
    }

    private static Map<String, JsonNode> queues(String config) throws IOException {
        Map<String, JsonNode> queues = new TreeMap<>();
        new ObjectMapper()
                .readTree(ROOT.resolve("deploy/local/config").resolve(config).toFile())
                .at("/UserConfig/Namespaces/0/Queues")
                .forEach(queue -> queues.put(queue.path("Name").asText(), queue.path("Properties")));
        return queues;
    }

    /** The instructions of a Dockerfile, each on one line. */
    private static List<String> instructions(String name) throws IOException {
        String text = Files.readString(ROOT.resolve(name))
                .replaceAll("(?m)^#.*\n", "")
                .replaceAll("\\\\\n\\s*", "");
        return Stream.of(text.split("\n")).filter(line -> !line.isBlank()).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<?> list(Object value) {
        return value == null ? List.of() : (List<?>) value;
    }
}
