package dev.sluice.functions.handler;

import dev.sluice.functions.app.FunctionApp;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One process of a custom handler, with everything that it starts itself. */
final class HandlerProcess {

    private final Process process;
    private final OrphanGuard guard;
    private final Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();

    private HandlerProcess(Process process, OrphanGuard guard) {
        this.process = process;
        this.guard = guard;
    }

    /**
     * Starts the app's handler with the environment that the host gives it.
     *
     * @throws IOException if there is no such program, or it can't be executed
     */
    static HandlerProcess start(FunctionApp app, String workerId, int port, OrphanGuard guard, Consumer<String> output)
            throws IOException {
        var description = app.options().handler();
        var builder = new ProcessBuilder(command(app))
                .directory(description.workingDirectory().toFile());
        var environment = builder.environment();
        environment.clear();
        environment.putAll(app.settings().environment());
        environment.putIfAbsent("AZURE_FUNCTIONS_ENVIRONMENT", "Development");
        environment.put("FUNCTIONS_CUSTOMHANDLER_PORT", "" + port);
        environment.put("FUNCTIONS_CUSTOMHANDLER_WORKER_ID", workerId);
        environment.put("FUNCTIONS_HTTPWORKER_PORT", "" + port);
        environment.put("FUNCTIONS_HTTPWORKER_ID", workerId);
        environment.put("FUNCTIONS_APP_ROOT_PATH", app.root().toString());
        var process = builder.start();
        guard.watch(process.pid());
        process.getOutputStream().close();
        OutputPump.start(process.getInputStream(), "handler-" + process.pid() + "-out", output);
        OutputPump.start(process.getErrorStream(), "handler-" + process.pid() + "-err", output);
        return new HandlerProcess(process, guard);
    }

    long pid() {
        return process.pid();
    }

    /** Completes with the exit code. */
    CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(ended -> {
            guard.forget(ended.pid());
            return ended.exitValue();
        });
    }

    /** Notes what the process has started until now: once it is dead, they can't be found any more. */
    void noteChildren() {
        process.descendants().forEach(started::add);
    }

    /** SIGKILL to the process and all that it started, as the host does it; returns when it is gone. */
    void kill() {
        noteChildren();
        process.destroyForcibly();
        // Until nothing new turns up: what is being killed may still be starting something.
        for (Set<ProcessHandle> found = Set.copyOf(started); !found.isEmpty(); ) {
            var next = found.stream().flatMap(ProcessHandle::descendants).collect(Collectors.toSet());
            found.forEach(ProcessHandle::destroyForcibly);
            next.removeIf(child -> !started.add(child));
            found = next;
        }
        process.onExit().join();
    }

    private static List<String> command(FunctionApp app) throws IOException {
        var description = app.options().handler();
        var command = new ArrayList<String>();
        var file = app.root().resolve(description.executable());
        if (Files.isRegularFile(file)) {
            if (!Files.isExecutable(file)) {
                throw new IOException(file + " is not executable: chmod 755 it (a zip must carry the mode, too)");
            }
            command.add(file.toString());
        } else {
            command.add(description.executable());
        }
        var arguments = app.settings().expand(String.join(" ", description.arguments()));
        if (!arguments.isBlank()) {
            // The host hands over one string, unquoted; the system splits it at blanks.
            command.addAll(List.of(arguments.trim().split("\\s+")));
        }
        return command;
    }
}
