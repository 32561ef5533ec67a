package dev.sluice.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What can be said of the GitHub workflows without GitHub. */
class WorkflowsTest {
    private static final Path PROJECT = Path.of("../..");
    private static final Pattern USES = Pattern.compile("uses: (\\S+)");
    private static final Pattern SCRIPT = Pattern.compile("(?<=[ (\\n])(?:deploy/azure/[a-z]+\\.sh|\\.ci/run)\\b");
    private static final Map<String, String> READ = Map.of("contents", "read");
    private static final Map<String, String> SIGN_IN = Map.of("contents", "read", "id-token", "write");

    private final Map<String, String> workflows = workflows();

    @Test
    void actionsArePinnedToACommit() {
        assertThat(workflows).hasSize(5).allSatisfy((name, text) -> assertThat(found(USES, text))
                .as(name)
                .isNotEmpty()
                .allMatch(uses -> uses.matches("uses: (\\./.+|[\\w-]+/[\\w-]+@[0-9a-f]{40})")));
    }

    @Test
    void onlyWhoSignsInMayHaveATokenOfItsIdentity() {
        workflows.forEach((name, text) -> {
            Map<String, Object> workflow = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            assertThat(workflow.get("permissions")).as(name).isEqualTo(READ);
            jobs(workflow).forEach((id, job) -> {
                boolean signsIn = String.valueOf(job.get("steps")).contains("azure/login@");
                assertThat(job.get("permissions")).as(name + ", " + id).isEqualTo(signsIn ? SIGN_IN : null);
                assertThat(job.get("environment")).as(name + ", " + id).isEqualTo(signsIn ? "azure" : null);
            });
        });
    }

    @Test
    void whatTheyRunIsThere() {
        assertThat(workflows).allSatisfy((name, text) -> assertThat(found(SCRIPT, text))
                .as(name)
                .isNotEmpty()
                .allMatch(script -> Files.isExecutable(PROJECT.resolve(script))));
    }

    @Test
    void nothingFromOutsideBecomesPartOfAScript() {
        assertThat(workflows)
                .allSatisfy((name, text) ->
                        assertThat(text).as(name).doesNotContainPattern("run: .*\\$\\{\\{|\n {10}[^\n:]*\\$\\{\\{"));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> jobs(Map<String, Object> workflow) {
        return (Map<String, Map<String, Object>>) workflow.get("jobs");
    }

    private static Map<String, String> workflows() {
        try (var files = Files.list(PROJECT.resolve(".github/workflows"))) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), WorkflowsTest::text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
