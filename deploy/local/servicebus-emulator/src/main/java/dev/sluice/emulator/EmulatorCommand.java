package dev.sluice.emulator;

import dev.sluice.emulator.config.ConfigException;
import dev.sluice.emulator.store.StoreException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line: starts an emulator and serves until it is told to stop. */
@Command(
        name = "servicebus-emulator",
        description = "Azure Service Bus on this machine: AMQP 1.0 for the unmodified SDKs.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped",
            "1:can't listen (a port is in use) or can't use the data directory",
            "2:wrong option or file"
        })
public final class EmulatorCommand implements Callable<Integer> {

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Queues and topics, as in the official emulator's Config.json.")
    private Path config;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "5672",
            description = "Port for plain AMQP, 0 for any that is free, -1 for none (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    @Option(
            names = "--max-connections",
            description = "AMQP connections that may be open at once (default: one for each 256 KiB of heap, at most"
                    + " 10000).")
    private Integer maxConnections;

    @Option(
            names = "--max-message-size",
            paramLabel = "BYTES",
            description = "The largest message that entities take, up to 104857600 (default: 1048576).")
    private Long maxMessageSize;

    @Option(
            names = "--admin-host",
            defaultValue = "127.0.0.1",
            description = "Address of the admin page; who reaches it may use it (default: ${DEFAULT-VALUE}).")
    private String adminHost;

    @Option(
            names = "--admin-port",
            defaultValue = "5300",
            description =
                    "Port of the admin page (/health, /metrics, ...), 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int adminPort;

    @Option(
            names = "--auto-create",
            description =
                    "Create queues, topics and subscriptions when they are first addressed (default unless --config is given).")
    private boolean autoCreate;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep everything in this directory, so that it survives the process (default: in memory).")
    private Path data;

    @Option(names = "--fsync", description = "With --data: survive a power loss too.")
    private boolean fsync;

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        // One line for an event, unless somebody has set logging up already.
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
        }
        System.exit(new CommandLine(new EmulatorCommand()).execute(args));
    }

    private ServiceBusEmulator start(ServiceBusEmulator.Builder builder) {
        security.applyTo(builder);
        if (maxConnections != null) {
            builder.maxConnections(maxConnections);
        }
        if (maxMessageSize != null) {
            builder.maxMessageSizeBytes(maxMessageSize);
        }
        return builder.start();
    }

    private String listeners(ServiceBusEmulator emulator) {
        var plain = "AMQP on " + host + ":" + emulator.port();
        var tls = "AMQPS on " + host + ":" + emulator.tlsPort();
        if (emulator.tlsPort() < 0) {
            return plain;
        }
        return emulator.port() < 0 ? tls : "AMQP on loopback:" + emulator.port() + ", " + tls;
    }

    @Override
    public Integer call() throws InterruptedException {
        var builder = ServiceBusEmulator.builder()
                .host(host)
                .port(port)
                .adminHost(adminHost)
                .adminPort(adminPort)
                .autoCreate(autoCreate || config == null);
        if (config != null) {
            builder.config(config);
        }
        if (data != null) {
            builder.data(data).fsync(fsync);
        } else if (fsync) {
            System.err.println("--fsync needs --data: without it nothing is written that could be lost");
            return CommandLine.ExitCode.USAGE;
        }
        try (var emulator = start(builder)) {
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "sluice-emulator-shutdown"));
            System.out.printf(
                    "Service Bus emulator: %s, http://%s:%d/health, %s (%s; %s)%n",
                    listeners(emulator),
                    adminHost,
                    emulator.adminPort(),
                    emulator.redactedConnectionString(),
                    security.summary(),
                    durability());
            // Until a signal runs the shutdown hook.
            new CountDownLatch(1).await();
            return CommandLine.ExitCode.OK;
        } catch (ConfigException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (UncheckedIOException | StoreException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private String durability() {
        if (data == null) {
            return "in memory, nothing survives a restart";
        }
        return "durable in " + data + (fsync ? ", fsync" : "");
    }
}
