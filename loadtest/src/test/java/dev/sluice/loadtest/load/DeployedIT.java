package dev.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.deployed.Credentials;
import dev.sluice.loadtest.deployed.Deployment;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.StackException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system that is known by its addresses only, and asks for keys. */
class DeployedIT {
    private static final Path JAR = Path.of("target/loadtest.jar");

    @TempDir
    Path directory;

    private static LocalStack stack;
    private static String key;

    @BeforeAll
    static void start() {
        stack = LocalStack.builder().keys(true).consumers(1).start();
        key = stack.keys().orElseThrow().function();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void asksForEveryOrderWhatBecameOfIt() throws Exception {
        Report report = load(key);
        assertThat(report.thresholds()).as("%s", report).isNotEmpty().allMatch(Threshold.Result::passed);
        assertThat(report.verdict().processed()).isEqualTo(60);
        assertThat(report.verdict().endToEnd().p99()).isPositive();
        assertThat(report.figures().get("answerP99Millis").longValue()).isPositive();
        assertThat(report.document().get("verdict"))
                .as("what nobody has looked at is not claimed")
                .hasToString("{accepted=60, processed=60, parked=0, waiting=0}");
    }

    @Test
    void aWrongKeyLetsNothingIn() throws Exception {
        Report report = load("wrong");
        assertThat(report.passed()).isFalse();
        assertThat(report.verdict().accepted()).isZero();
        assertThat(report.figures()).containsEntry("refused", 60L);
        assertThatThrownBy(() -> new StatusClient(consumer(), new Credentials("wrong", "wrong", null).forStatus())
                        .of(UUID.randomUUID()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("answers 401")
                .hasMessageNotContaining("wrong");
    }

    @Test
    void ingestSaysWhatWasAcceptedAndNoMore() throws Exception {
        Path scenario = Files.writeString(
                directory.resolve("slow.yaml"), "{from: 20, most: 20, step: 1s, warm-up: 1s, compare: 1s}");
        Path json = directory.resolve("ingest.json");
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        JAR.toAbsolutePath().toString(),
                        "ingest",
                        "--scenario",
                        scenario.toString(),
                        "--json",
                        json.toString(),
                        "--target",
                        stack.producerUrl().toString(),
                        stack.producerUrl().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put(Credentials.KEY, key);
        Process run = builder.start();
        try {
            assertThat(run.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            run.destroyForcibly();
        }
        assertThat(run.exitValue()).as(Files.readString(log)).isZero();
        assertThat(log).content().doesNotContain(key);
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("verdict").fieldNames()).toIterable().containsExactly("accepted");
        assertThat(report.path("verdict").path("accepted").asInt()).isGreaterThanOrEqualTo(40);
        assertThat(report.path("figures").path("otherAnswers").asInt(-1)).isZero();
        assertThat(report.path("figures").has("acceptedRatio")).isFalse();
    }

    private static Report load(String key) throws Exception {
        LoadScenario scenario = LoadScenario.read(new ScenarioFile("small", "{orders: 60, rate: 30}"));
        Deployment deployment =
                new Deployment(List.of(stack.producerUrl(), stack.producerUrl()), new Credentials(key, key, null));
        PrintWriter out = new PrintWriter(System.out, true);
        Report report = new LoadExperiment(scenario, deployment, consumer()).run(new RunControl(out, false));
        report.print(out);
        return report;
    }

    private static URI consumer() {
        return stack.consumers().get(0).url();
    }
}
