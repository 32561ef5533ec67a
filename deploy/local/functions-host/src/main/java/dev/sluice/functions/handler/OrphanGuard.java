package dev.sluice.functions.handler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Kills the handlers if this process dies without a chance to do it (kill -9). A small shell waits for the end of its
 * standard input, which comes with the end of this process, and then kills what it was told to watch.
 */
public final class OrphanGuard implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=' '
            while read -r what pid; do
              case $what in
                watch) pids="$pids$pid " ;;
                forget) pids="${pids%% "$pid "*} ${pids#* "$pid "}" ;;
              esac
            done
            tree() {
              for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do tree "$child"; done
              kill -9 "$1" 2>/dev/null
            }
            for pid in $pids; do tree "$pid"; done
            """;

    private final Process shell;
    private final Writer orders;

    /** Starts the shell. */
    public OrphanGuard() {
        try {
            shell = new ProcessBuilder("sh", "-c", SCRIPT, "sluice-orphan-guard")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("can't start a shell to watch over handlers: " + e.getMessage(), e);
        }
        orders = shell.outputWriter(StandardCharsets.US_ASCII);
    }

    void watch(long pid) {
        tell("watch " + pid);
    }

    void forget(long pid) {
        tell("forget " + pid);
    }

    /** Ends the shell; what is still being watched is killed. */
    @Override
    public synchronized void close() {
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
        } catch (IOException e) {
            // Only the guard is gone: handlers are still ended when the host ends in an orderly way.
        }
    }
}
