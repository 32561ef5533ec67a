package dev.sluice.stack;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills what a stack has started if this JVM dies without a chance to do it (kill -9): a small shell waits for the end
 * of its standard input, which comes with the end of this process.
 */
final class OrphanGuard {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=' '
            while read -r what pid; do
              case $what in
                watch) pids="$pids$pid " ;;
                forget) pids="${pids%% "$pid "*} ${pids#* "$pid "}" ;;
              esac
            done
            for pid in $pids; do kill -9 "$pid"; done
            """;

    private final Process shell;
    private final Writer orders;

    /** Starts the shell. */
    OrphanGuard() {
        List<String> command = new ArrayList<>(ChildProcess.inSessionOfItsOwn());
        command.addAll(List.of("sh", "-c", SCRIPT, "sluice-stack-guard"));
        try {
            shell = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new StackException("a shell can't be started: " + e.getMessage(), e);
        }
        orders = shell.outputWriter(StandardCharsets.US_ASCII);
    }

    /** Watches over a process until it ends. */
    void watch(ProcessHandle process) {
        tell("watch " + process.pid());
        process.onExit().thenRun(() -> tell("forget " + process.pid()));
    }

    /** Ends the shell; what it still watches over is killed. */
    synchronized void close() {
        try {
            orders.close();
        } catch (IOException e) {
            shell.destroyForcibly();
        }
    }

    private synchronized void tell(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
        } catch (IOException gone) {
            // Without it everything still ends in an orderly way when this JVM does.
        }
    }
}
