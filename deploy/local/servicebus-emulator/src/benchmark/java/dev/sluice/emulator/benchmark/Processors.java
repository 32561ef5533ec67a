package dev.sluice.emulator.benchmark;

import java.io.IOException;
import java.util.List;

/**
 * Gives the client processor 0 and brokers processor 1, where the system can (Linux' taskset). Otherwise the figures tell
 * more of the scheduler than of brokers: a broker that leaves its processor idle makes a client slower, whose two threads
 * then wake each other across processors.
 */
final class Processors {

    private static final boolean PINNED = pin();

    private Processors() {}

    /** What a broker's command begins with; empty where nothing is pinned. */
    static List<String> broker() {
        return PINNED ? List.of("taskset", "--cpu-list", "1") : List.of();
    }

    /** What was done, for people. */
    static String description() {
        return PINNED ? "client on processor 0, broker on processor 1" : "client and broker on whatever processor is free";
    }

    private static boolean pin() {
        var pid = Long.toString(ProcessHandle.current().pid());
        try {
            return Runtime.getRuntime().availableProcessors() > 1
                    && new ProcessBuilder("taskset", "--all-tasks", "--cpu-list", "--pid", "0", pid)
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor()
                            == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
