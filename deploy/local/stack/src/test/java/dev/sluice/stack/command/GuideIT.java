package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.stack.ProjectHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands in the blocks of the project's README. Those of the local stack are run here, as they stand there; of the others
 * it is known what runs them. What needs Azure stands in a block that starts with {@code ```sh needs Azure}.
 */
class GuideIT {
    private static final Path PROJECT = ProjectHome.find().directory();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w[^\\n]*)\\n(.*?)^```$");
    private static final Pattern COMMENT = Pattern.compile(" +# .*");
    private static final Pattern PRODUCER = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/api/orders\\n");
    private static final String SCRIPT = "deploy/local/run.sh ";
    private static final String UP = SCRIPT + "up";
    private static final int MINUTES = 5;

    /** Command, file and the line in it that runs the same, or more. */
    private static final Map<String, List<String>> ELSEWHERE = Map.of(
            SCRIPT + "dev producer",
            List.of("deploy/local/stack/src/test/java/dev/sluice/stack/DevModeIT.java", "dev(\"producer\")"),
            "mvn verify",
            List.of(".ci/run", "\"${maven[@]}\" verify -Pfull -Dsluice.require=all --projects '!deploy/azure'"),
            "mvn package",
            List.of(".ci/run", "\"${maven[@]}\" verify -Pfull -Dsluice.require=all --projects '!deploy/azure'"),
            "mvn verify -pl common -am -Pbenchmark -DskipTests",
            List.of(".ci/run", "\"${maven[@]}\" verify -pl common -am -Pbenchmark -DskipTests "));

    @TempDir
    Path directory;

    @Test
    void everyCommandIsRunSomewhere() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(10).allSatisfy(command -> {
            if (ELSEWHERE.containsKey(command)) {
                String file =
                        Files.readString(PROJECT.resolve(ELSEWHERE.get(command).get(0)));
                assertThat(file).contains(ELSEWHERE.get(command).get(1));
            } else {
                assertThat(command).matches(GuideIT::isRunHere, "is run here or elsewhere");
            }
        });
        assertThat(commands()).as("no others are listed").containsAll(ELSEWHERE.keySet());
    }

    @Test
    void noCommandStandsInABlockOfAnotherKind() throws IOException {
        String withoutBlocks = BLOCK.matcher(readme()).replaceAll("");
        assertThat(withoutBlocks).doesNotContain("```").doesNotContainPattern("(?m)^ {4,}\\S");
        assertThat(BLOCK.matcher(readme()).results().map(block -> block.group(1)))
                .allMatch(List.of("sh", "sh needs Azure", "properties", "yaml")::contains);
    }

    @TestFactory
    @Tag("full")
    Stream<DynamicTest> succeeds() throws IOException {
        return commands().stream()
                .filter(command -> isRunHere(command) && !command.equals(UP) && !command.startsWith("curl "))
                .map(command -> DynamicTest.dynamicTest(command, () -> assertSucceeds(command)));
    }

    /** The curl that follows. */
    @Test
    @Tag("full")
    void upTakesTheOrderThatIsPosted() throws Exception {
        String curl = commands().stream()
                .filter(command -> command.startsWith("curl "))
                .findFirst()
                .orElseThrow();
        Path output = directory.resolve("up.txt");
        Process up = start("exec " + UP, output);
        try {
            await().atMost(Duration.ofMinutes(MINUTES)).until(() -> {
                assertThat(up.isAlive()).as(Files.readString(output)).isTrue();
                return Files.readString(output).contains("Ctrl-C stops everything.");
            });
            Matcher producer = PRODUCER.matcher(Files.readString(output));
            assertThat(producer.find()).isTrue();
            assertThat(assertSucceeds(curl.replace("http://127.0.0.1:8080", producer.group(1))))
                    .contains("HTTP/1.1 202");
        } finally {
            up.destroy();
            assertThat(up.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static boolean isRunHere(String command) {
        return command.startsWith("curl ") || command.startsWith(SCRIPT) && !ELSEWHERE.containsKey(command);
    }

    /** Runs it in the project's folder, but for the file that it writes; returns what it says. */
    private String assertSucceeds(String command) throws Exception {
        Path output = Files.createTempFile(directory, "command", ".txt");
        Process process = start(
                command.replace(
                        "verdict.json", directory.resolve("verdict.json").toString()),
                output);
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        String text = Files.readString(output);
        assertThat(ended).as("ends: %s", text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static Process start(String command, Path output) throws IOException {
        return new ProcessBuilder("bash", "-c", command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Without their comments; those that go on in the next line as one. */
    private static List<String> commands() throws IOException {
        return BLOCK.matcher(readme())
                .results()
                .filter(block -> block.group(1).equals("sh"))
                .flatMap(block -> block.group(2).replaceAll(" *\\\\\\n *", " ").lines())
                .map(line -> COMMENT.matcher(line).replaceAll(""))
                .toList();
    }

    private static String readme() throws IOException {
        return Files.readString(PROJECT.resolve("README.md"));
    }
}
