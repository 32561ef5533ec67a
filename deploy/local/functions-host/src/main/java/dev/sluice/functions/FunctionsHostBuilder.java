package dev.sluice.functions;

import dev.sluice.functions.app.AppFileException;
import dev.sluice.functions.app.FunctionApp;
import dev.sluice.functions.handler.HandlerRuntime;
import dev.sluice.functions.handler.HostLog;
import dev.sluice.functions.scale.ScalePlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What to start a host with. */
public final class FunctionsHostBuilder {

    private record Requested(Path folder, int port) {}

    private final List<Requested> requested = new ArrayList<>();
    private String host = "127.0.0.1";
    private Path settings;
    private Map<String, String> environment = System.getenv();
    private ScalePlan plan;
    private Duration grace = Duration.ofSeconds(10);
    private Consumer<String> listener = line -> {};

    FunctionsHostBuilder() {}

    /**
     * Adds an app.
     *
     * @param folder where its host.json is
     * @param port of its HTTP functions; 0 takes any that is free
     */
    public FunctionsHostBuilder app(Path folder, int port) {
        requested.add(new Requested(folder, port));
        return this;
    }

    /** The address to listen on; loopback by default. */
    public FunctionsHostBuilder host(String value) {
        host = value;
        return this;
    }

    /** A settings file for all apps, instead of each one's own {@code local.settings.json}. */
    public FunctionsHostBuilder settings(Path file) {
        settings = file;
        return this;
    }

    /** What host and handlers have in their environment, instead of this process's; wins over the settings file. */
    public FunctionsHostBuilder environment(Map<String, String> value) {
        environment = Map.copyOf(value);
        return this;
    }

    /**
     * Hosts the apps as Elastic Premium does: several instances, and a new one in the place of one that stopped. Without,
     * there is one instance and its end is the host's, as with {@code func start}.
     */
    public FunctionsHostBuilder plan(ScalePlan value) {
        plan = value;
        return this;
    }

    /** How long what is in hand may take when an instance or the host ends; 10 s by default (Azure: up to 60 min). */
    public FunctionsHostBuilder grace(Duration value) {
        grace = value;
        return this;
    }

    /** Gets each line of the log, the handlers' output included; called by many threads. */
    public FunctionsHostBuilder log(Consumer<String> value) {
        listener = value;
        return this;
    }

    /**
     * Starts it. When this returns the ports are open and the handlers' processes are started; requests wait until they
     * are ready.
     *
     * @throws AppFileException if a file of an app can't be used
     * @throws IllegalArgumentException if a route or a connection string is wrong
     * @throws UncheckedIOException if a port is taken or a handler can't be started
     */
    public FunctionsHost start() {
        if (requested.isEmpty()) {
            throw new IllegalArgumentException("no app is given");
        }
        var names = new HashSet<String>();
        var read = new ArrayList<FunctionApp>();
        for (var app : requested) {
            var found = FunctionApp.read(app.folder(), settings, environment);
            if (!names.add(found.name())) {
                throw new IllegalArgumentException("two apps are called '" + found.name() + "': rename a folder");
            }
            requireKeysBeyondLoopback(found);
            read.add(found);
        }
        return start(read);
    }

    private void requireKeysBeyondLoopback(FunctionApp app) {
        InetAddress address = new InetSocketAddress(host, 0).getAddress();
        if ((address == null || !address.isLoopbackAddress())
                && app.settings().keys().areNone()) {
            throw new IllegalArgumentException("app '" + app.name() + "' has no keys, so everybody who reaches " + host
                    + " could call it: give its settings file a section Keys, or listen on 127.0.0.1");
        }
    }

    private FunctionsHost start(List<FunctionApp> read) {
        var stopped = new CompletableFuture<String>();
        var runtime = new HandlerRuntime();
        var apps = new ArrayList<AppHost>();
        var running = new FunctionsHost(runtime, apps, stopped);
        try {
            for (int i = 0; i < read.size(); i++) {
                var app = read.get(i);
                var log = new HostLog(listener, "").of(app.name());
                report(app, log);
                var hosted =
                        new AppHost(app, plan, grace, runtime, log, (name, why) -> stopped.complete(name + ": " + why));
                apps.add(hosted);
                hosted.start(host, requested.get(i).port());
            }
            return running;
        } catch (IOException e) {
            running.close();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private static void report(FunctionApp app, HostLog log) {
        app.settings()
                .shadowed()
                .forEach(name -> log.line("Skipping '%s' from local settings: the environment has it", name));
        app.functions().stream()
                .filter(function -> function.disabled())
                .forEach(function -> log.line("function %s is disabled", function.name()));
    }
}
