package dev.sluice.stack.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.StackException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;

/** A page on loopback that shows a running stack, second by second, and has parked orders replayed. */
public final class LocalConsole implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
            .build();

    private final ConsoleServer server;
    private final Subscribers subscribers = new Subscribers();
    private Sampler sampler;

    private LocalConsole(ConsoleServer server) {
        this.server = server;
    }

    /**
     * Takes its port, so that one that is taken is found out before anything else is started.
     *
     * @param port 0 for any that is free
     * @throws StackException if it is taken
     */
    public static LocalConsole listen(int port) {
        return new LocalConsole(new ConsoleServer(port));
    }

    /** Shows a stack from now on; to be called once. */
    public void show(LocalStack stack) {
        Sources sources = new Sources(stack);
        server.serve(new ConsolePages(subscribers, new ParkedClient(sources)));
        sampler = new Sampler(sources, snapshot -> subscribers.publish(text(snapshot)));
    }

    /** Where a browser finds it. */
    public URI url() {
        return server.url();
    }

    /** Ends every page's stream and gives the port back. */
    @Override
    public void close() {
        if (sampler != null) {
            sampler.close();
        }
        subscribers.close();
        server.close();
    }

    private static String text(Snapshot snapshot) {
        try {
            return JSON.writeValueAsString(snapshot);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
