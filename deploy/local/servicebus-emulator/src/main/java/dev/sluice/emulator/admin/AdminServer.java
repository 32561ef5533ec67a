package dev.sluice.emulator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.metrics.Traffic;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The admin page: health, metrics, entities, faults. What it knows stands in {@link AdminRoutes}. */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(AdminServer.class.getName());
    private static final int THREADS = 4;

    private final AdminRoutes routes;
    private final RequestGuard guard;
    private final HttpServer server;
    private final ExecutorService threads;

    /**
     * Starts to listen.
     *
     * @param port the TCP port, 0 for any that is free
     * @throws IOException if the port is taken
     */
    public AdminServer(String host, int port, Broker broker, Faults faults, Traffic traffic) throws IOException {
        routes = new AdminRoutes(broker, faults, traffic);
        var address = new InetSocketAddress(host, port);
        guard = new RequestGuard(
                address.getAddress() != null && address.getAddress().isLoopbackAddress());
        try {
            server = HttpServer.create(address, 0);
        } catch (BindException e) {
            throw new BindException("can't listen on " + host + ":" + port + ": " + e.getMessage());
        }
        // Several, so that a client that sends its request slowly does not keep others waiting.
        threads = Executors.newFixedThreadPool(THREADS, work -> {
            var thread = new Thread(work, "sluice-emulator-admin");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                guard.check(exchange.getRequestHeaders());
                send(exchange, routes.answer(exchange));
            } catch (AdminException refused) {
                send(exchange, AdminAnswer.json(refused.status(), Map.of("error", refused.getMessage())));
            } catch (IllegalArgumentException | JsonProcessingException wrong) {
                send(exchange, AdminAnswer.json(400, Map.of("error", String.valueOf(wrong.getMessage()))));
            } catch (RuntimeException broken) {
                LOG.log(Level.WARNING, "admin request failed: {0}", broken.toString());
                send(exchange, AdminAnswer.json(500, Map.of("error", "internal error")));
            }
        }
    }

    private static void send(HttpExchange exchange, AdminAnswer answer) throws IOException {
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.contentType());
        headers.set("X-Content-Type-Options", "nosniff");
        boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), empty ? -1 : bytes.length);
        if (!empty) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
