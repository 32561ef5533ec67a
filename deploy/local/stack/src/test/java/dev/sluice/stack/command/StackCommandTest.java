package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StackCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo --orders 0",
                "demo --orders -5",
                "demo --orders 1000001",
                "demo --orders many",
                "demo --consumers 0",
                "demo --consumers 33",
                "up --consumers 0",
                "up --orders 5",
                "up --console-port -1",
                "up --console-port 65536",
                "demo --console-port 0",
                "demo --inlet elsewhere",
                "demo --inlet processor --min 1 --max 4",
                "demo --min 0",
                "demo --min 3 --max 2",
                "demo --min 21 --max 30",
                "up --max 33",
                "demo --consumers 21",
                "demo --min 1 --max 2 --tick 0",
                "demo --handler-time -1",
                "demo --json /no/such/directory/out.json",
                "demo --json /",
                "demo --namespaces 0",
                "up --namespaces 3",
                "drill --orders-per-second 0",
                "drill --orders-per-second 501",
                "drill --orders 5",
                "drill --json /no/such/directory/out.json",
                "nonsense",
                "",
            })
    void refusesWhatItCantDoBeforeAnythingStarts(String arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "demo --help", "up --help", "drill --help"})
    void helps(String arguments) {
        assertThat(run(arguments)).isZero();
        assertThat(out.toString()).contains("Usage: run.sh");
    }

    @Test
    void namesTheBound() {
        run("demo --orders 1000001");
        assertThat(err.toString()).contains("--orders must be between 1 and 1000000, not 1000001");
    }

    private int run(String arguments) {
        CommandLine command = StackCommand.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    }
}
