package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as users start it. */
class EmulatorCommandIT {

    private static final Path JAR = Path.of("target", "servicebus-emulator.jar");

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void itSaysWhereItListensAndStopsOnSigterm() throws Exception {
        var output = run("--port", "0", "--admin-port", "0");
        assertThat(output.readLine())
                .matches(
                        "Service Bus emulator: AMQP on 127\\.0\\.0\\.1:[1-9]\\d*, http://127\\.0\\.0\\.1:[1-9]\\d*/health,"
                                + " Endpoint=sb://127\\.0\\.0\\.1:[1-9]\\d*;SharedAccessKeyName=.*UseDevelopmentEmulator=true;"
                                + " \\(any token is accepted; in memory, nothing survives a restart\\)");
        process.toHandle().destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(output.readLine()).as("nothing more is said").isNull();
    }

    @Test
    void aKeyIsReadFromAFileAndNeverPrinted() throws Exception {
        var key = Files.writeString(folder.resolve("key"), "very-secret\n");
        var output = run("--port", "0", "--admin-port", "0", "--sas-key", "file:" + key, "--sas-rule", "r:Listen=k");
        assertThat(output.readLine())
                .contains(";SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=***;")
                .endsWith("(tokens are verified; in memory, nothing survives a restart)")
                .doesNotContain("very-secret");
    }

    @Test
    void aLimitThatMakesNoSenseIsOneSentenceAndExitCode2() throws Exception {
        assertWrong("expected 1024 to 104857600 bytes, found 104857601", "--max-message-size", "104857601");
        assertWrong("expected at least 1, found 0", "--max-connections", "0");
    }

    @Test
    void whatIsWrongWithKeysAndCertificatesIsOneSentenceAndExitCode2() throws Exception {
        assertWrong("--sas-key: the environment variable NO_SUCH_KEY is not set", "--sas-key", "env:NO_SUCH_KEY");
        assertWrong("--sas-key: can't read the file", "--sas-key", "file:" + folder.resolve("absent"));
        assertWrong("--sas-rule: expected NAME:RIGHTS=KEY", "--sas-rule", "nonsense");
        assertWrong("'Look' is not a right: expected Send, Listen or Manage", "--sas-rule", "r:Look=k");
        assertWrong("--tls-cert and --tls-key are given together", "--tls-cert", "a.pem");
        assertWrong("can't read a.pem", "--tls-cert", "a.pem", "--tls-key", "b.pem");
        assertWrong("without plain AMQP (port -1) a certificate is needed", "--port", "-1");
    }

    private void assertWrong(String words, String... arguments) throws Exception {
        var all = new ArrayList<>(List.of("--port", "0", "--admin-port", "0"));
        if (List.of(arguments).contains("--port")) {
            all.subList(0, 2).clear();
        }
        all.addAll(List.of(arguments));
        var output = run(all.toArray(String[]::new));
        assertThat(output.readLine()).contains(words);
        assertThat(output.readLine()).isNull();
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void aPortInUseIsOneSentenceAndExitCode1() throws Exception {
        try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            var output = run("--port", "" + taken.getLocalPort(), "--admin-port", "0");
            assertThat(output.readLine()).startsWith("can't listen on 127.0.0.1:" + taken.getLocalPort());
            assertThat(output.readLine()).isNull();
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void aWrongFileIsOneSentenceAndExitCode2() throws Exception {
        var file = Files.writeString(folder.resolve("Config.json"), "{\"UserConfig\": {}}");
        var output = run("--port", "0", "--admin-port", "0", "--config", file.toString());
        assertThat(output.readLine()).isEqualTo(file + ": $.UserConfig.Namespaces: expected a value, found none");
        assertThat(output.readLine()).isNull();
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void queuesThatDoNotFitTogetherAreAFaultOfTheFile() throws Exception {
        var file = Files.writeString(
                folder.resolve("Config.json"),
                "{\"UserConfig\":{\"Namespaces\":[{\"Queues\":[{\"Name\":\"q\",\"Properties\":"
                        + "{\"ForwardDeadLetteredMessagesTo\":\"gone\"}}]}]}}");
        assertThat(run("--port", "0", "--admin-port", "0", "--config", file.toString())
                        .readLine())
                .isEqualTo(file + ": $.UserConfig.Namespaces: expected usable entities: queue 'q' forwards dead letters"
                        + " to 'gone', which is not declared");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void aWrongOptionIsExitCode2AndVersionAndHelpAre0() throws Exception {
        assertThat(run("--prot", "1").readLine()).contains("Unknown option");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(run("--version").readLine()).matches("servicebus-emulator \\d.*");
        assertThat(process.waitFor()).isZero();
        assertThat(run("--help").readLine()).startsWith("Usage: servicebus-emulator");
        assertThat(process.waitFor()).isZero();
    }

    private BufferedReader run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.inputReader();
    }
}
