package dev.sluice.devservices.deployment;

import dev.sluice.emulator.ServiceBusEmulator;
import io.quarkus.deployment.builditem.Startable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The bus of an application in dev or test mode: an emulator of its own, or in dev mode that of the application which
 * was started first.
 */
final class BusService implements Startable {
    private static final String HOST = "127.0.0.1";

    /** The definition of the queues, which the stack shares. */
    private static final String QUEUES = "servicebus.json";

    private final int amqpPort;
    private final int adminPort;
    private final SharedStart sharing;
    private ServiceBusEmulator owned;

    /**
     * Not started yet.
     *
     * @param amqpPort the AMQP port to share with other applications, or 0 for an emulator of its own
     * @param adminPort the HTTP port, by which a running emulator is recognized; 0 for a free one
     * @param sharing how it is shared
     */
    BusService(int amqpPort, int adminPort, SharedStart sharing) {
        this.amqpPort = amqpPort;
        this.adminPort = adminPort;
        this.sharing = sharing;
    }

    @Override
    public void start() {
        owned = sharing.join(this::joins, this::startOwn).orElse(null);
    }

    private boolean joins() {
        return adminPort != 0 && RunningEmulator.answersOn(adminPort);
    }

    private ServiceBusEmulator startOwn() throws SharedStart.TakenException {
        if (amqpPort != 0) {
            requireFree(amqpPort, "sluice.devservices.amqp-port");
        }
        if (adminPort != 0) {
            requireFree(adminPort, "sluice.devservices.admin-port");
        }
        Path queues = queues();
        try {
            return ServiceBusEmulator.builder()
                    .host(HOST)
                    .port(amqpPort)
                    .adminPort(adminPort)
                    .config(queues)
                    .start();
        } finally {
            delete(queues);
        }
    }

    private static void requireFree(int port, String key) throws SharedStart.TakenException {
        Optional<IOException> taken = LoopbackPort.whyTaken(port);
        if (taken.isPresent()) {
            throw new SharedStart.TakenException(
                    "The Service Bus emulator can't be started: port %d of %s is taken by another program. Stop that program, or set %s to a free port"
                            .formatted(port, HOST, key),
                    taken.get());
        }
    }

    /** Where the clients of this application connect. */
    String connectionString() {
        return owned != null ? owned.connectionString() : RunningEmulator.connectionString(amqpPort);
    }

    @Override
    public String getConnectionInfo() {
        return owned != null
                ? "Service Bus emulator: amqp://%s:%d, http://%s:%d/entities"
                        .formatted(HOST, owned.port(), HOST, owned.adminPort())
                : "Service Bus emulator: amqp://%s:%d (joined, it belongs to another dev mode)"
                        .formatted(HOST, amqpPort);
    }

    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        if (owned != null) {
            owned.close();
            owned = null;
        }
    }

    private static Path queues() {
        try (InputStream definition = BusService.class.getResourceAsStream(QUEUES)) {
            Path file = Files.createTempFile("sluice-", QUEUES);
            Files.copy(definition, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the definition of the queues can't be unpacked", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
