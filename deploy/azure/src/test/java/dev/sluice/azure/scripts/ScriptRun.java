package dev.sluice.azure.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a script, in a process group of its own. */
public final class ScriptRun implements AutoCloseable {
    private static final long MOST_MINUTES = 30;

    private final Process process;
    private final Path output;
    private final Path errors;

    private ScriptRun(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /** Starts {@code name} with its arguments; the environment is added to the test's own. */
    public static ScriptRun start(Scripts scripts, Map<String, String> environment, String name, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of("setsid", "bash", scripts.file(name).toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("script", ".out");
        Path errors = Files.createTempFile("script", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scripts.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("SLUICE_"));
        builder.environment().putAll(environment);
        return new ScriptRun(builder.start(), output, errors);
    }

    /** Waits for its end. */
    public Result end() throws IOException, InterruptedException {
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            kill();
            throw new IOException("still running after " + MOST_MINUTES + " minutes:\n" + read(errors));
        }
        return new Result(process.exitValue(), read(output), read(errors));
    }

    /** Whether it runs still. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** kill -9 of the script and of everything that it started, at once. */
    public void kill() throws IOException {
        if (process.isAlive()) {
            new ProcessBuilder("bash", "-c", "kill -9 -- -" + process.pid())
                    .start()
                    .onExit()
                    .join();
            process.onExit().join();
        }
    }

    /** Kills it where it runs still, and takes its files away. */
    @Override
    public void close() throws IOException {
        kill();
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    /**
     * How it ended.
     *
     * @param code exit code
     * @param output what it printed
     * @param errors what it said of its progress
     */
    public record Result(int code, String output, String errors) {}
}
