package dev.sluice.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadtestCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpTellsExperimentsOptionsAndExitCodes() {
        assertThat(execute("--help")).isZero();
        assertThat(out).asString().contains("chaos", "ingest", "start", "compare", "Exit codes:");
        assertThat(execute("chaos", "--help")).isZero();
        assertThat(out).asString().contains("--scenario", "--json", "--report", "--seed", "--inlet");
    }

    @Test
    void aWrongScenarioIsAUsageErrorWithFileAndLine() throws Exception {
        Path scenario = Files.writeString(directory.resolve("mine.yaml"), "rate: 10\nfaults: [{fault: earthquake}]\n");
        assertThat(execute("chaos", "--scenario", scenario.toString())).isEqualTo(2);
        assertThat(err)
                .asString()
                .contains("mine.yaml:2: fault: expected one of kill-consumer, ", "found 'earthquake'");
    }

    @Test
    void otherWrongOptionsAreUsageErrors() {
        assertThat(execute("chaos", "--scenario", "nowhere")).isEqualTo(2);
        assertThat(execute("chaos", "--inlet", "both")).isEqualTo(2);
        assertThat(execute("chaos", "--scenario", "clock", "--inlet", "functions"))
                .isEqualTo(2);
        assertThat(execute("chaos", "--json", directory.toString())).isEqualTo(2);
        assertThat(execute(
                        "chaos", "--json", directory.resolve("no/report.json").toString()))
                .isEqualTo(2);
        assertThat(execute("chaos", "--report", directory.resolve("no/report").toString()))
                .isEqualTo(2);
        assertThat(execute("rest")).isEqualTo(2);
        assertThat(err)
                .asString()
                .contains(
                        "there is neither",
                        "'inlet: processor'",
                        "--json can't be written",
                        "--report can't be written");
    }

    @Test
    void whatStartsProcessesTakesNoAddress() {
        for (String experiment : new String[] {"chaos", "soak", "scale", "burst", "start"}) {
            assertThat(execute(experiment, "--target", "https://producer.example"))
                    .as(experiment)
                    .isEqualTo(2);
        }
        assertThat(err)
                .asString()
                .contains("'burst' starts and stops processes, so it runs on this machine only", "'ingest' and 'load'");
    }

    @Test
    void aWrongTargetIsAUsageError() throws Exception {
        assertThat(execute("load", "--target", "producer.example")).isEqualTo(2);
        assertThat(execute("load", "--target", "local", "https://producer.example"))
                .isEqualTo(2);
        assertThat(execute("load", "--target", "https://producer.example")).isEqualTo(2);
        assertThat(execute("load", "--status", "https://consumer.example")).isEqualTo(2);
        assertThat(execute("load", "--target", "https://producer.example", "--status", "consumer"))
                .isEqualTo(2);
        Path scenario = Files.writeString(directory.resolve("s.yaml"), "settings: {A: b}");
        assertThat(execute("ingest", "--target", "https://producer.example", "--scenario", scenario.toString()))
                .isEqualTo(2);
        assertThat(err)
                .asString()
                .contains(
                        "--target: expected a URL that begins with https:// or http://, found 'producer.example'",
                        "found 'local'",
                        "--target URL and --status URL belong together",
                        "--status: expected a URL",
                        "take 'settings' out of the scenario");
    }

    private int execute(String... arguments) {
        CommandLine command = LoadtestCommand.commandLine();
        return command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
