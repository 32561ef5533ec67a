package dev.sluice.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One process of the stack, with a log file of its own. */
final class ChildProcess {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Duration KILL_GRACE = Duration.ofSeconds(5);

    private final String name;
    private final Path log;
    private final Process process;
    private volatile boolean expectedToEnd;
    private volatile boolean paused;

    private ChildProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a JVM.
     *
     * @param name for messages and for the log file's name
     * @param arguments what follows {@code java}; visible to every user of this machine, so never a secret
     * @param settings added to the environment, from which what would configure a service by accident is taken out
     */
    static ChildProcess java(String name, List<String> arguments, Map<String, String> settings, Path logs) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        return program(name, command, settings, logs);
    }

    /** Starts a program; the same as {@link #java} otherwise. */
    static ChildProcess program(String name, List<String> words, Map<String, String> settings, Path logs) {
        // Ctrl-C in a terminal goes to every process of the foreground group at once, and consumers that lose their bus
        // while they drain would only make noise.
        List<String> command = new ArrayList<>(inSessionOfItsOwn());
        command.addAll(words);
        Path log = logs.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Environment.prepare(builder.environment(), settings);
        try {
            Files.createDirectories(logs);
            Process process = builder.start();
            process.getOutputStream().close();
            return new ChildProcess(name, log, process);
        } catch (IOException e) {
            throw new StackException(name + " can't be started: " + e.getMessage(), e);
        }
    }

    /** What a command is preceded by, so that no signal to this process's group reaches it; where the system can do it. */
    static List<String> inSessionOfItsOwn() {
        return Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of();
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it has started and what that has started. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with its exit code when the process has ended and nobody here asked for that; else never. */
    CompletableFuture<Integer> endedByItself() {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        process.onExit().thenAccept(ended -> {
            if (!expectedToEnd) {
                code.complete(ended.exitValue());
            }
        });
        return code;
    }

    /** Ends it at once, as a power failure would (SIGKILL); returns when it is gone. */
    void kill() {
        expectedToEnd = true;
        process.destroyForcibly();
        awaitEnd(KILL_GRACE);
    }

    /** Asks it to end (SIGTERM) without waiting; a paused one goes on first, or it would never hear of it. */
    void terminate() {
        expectedToEnd = true;
        if (paused) {
            resume();
        }
        process.destroy();
    }

    /** Stops its clock (SIGSTOP). */
    void pause() {
        paused = true;
        signal("STOP");
    }

    /** Starts its clock again (SIGCONT). */
    void resume() {
        paused = false;
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            // Bash has kill built in; not every machine has it as a command.
            Process kill = new ProcessBuilder("bash", "-c", "kill -" + signal + " " + pid())
                    .redirectErrorStream(true)
                    .start();
            String complaint = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kill.waitFor() != 0) {
                throw new StackException("SIG%s can't be sent to %s: %s".formatted(signal, name, complaint.strip()));
            }
        } catch (IOException e) {
            throw new StackException("SIG%s can't be sent to %s: %s".formatted(signal, name, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while sending SIG%s to %s".formatted(signal, name));
        }
    }

    /** Waits for the end that was asked for; after the grace time it is killed. */
    void awaitEndOrKill(Duration grace) {
        if (!awaitEnd(grace)) {
            kill();
        }
    }

    /**
     * Makes sure that it still runs.
     *
     * @throws StackException if not, with the end of its log
     */
    void requireAlive() {
        if (!isAlive()) {
            throw new StackException(
                    "%s ended with code %d; the end of %s:%n%s".formatted(name, process.exitValue(), log, endOfLog()));
        }
    }

    /** The last lines that it printed. */
    String endOfLog() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private boolean awaitEnd(Duration grace) {
        try {
            return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
