package dev.sluice.emulator.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.EntityType;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Serves {@code GET /health} and {@code GET /entities}. */
public final class AdminServer implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final Broker broker;
    private final HttpServer server;

    /**
     * Starts to listen.
     *
     * @param port the TCP port, 0 for any that is free
     * @throws IOException if the port is taken
     */
    public AdminServer(Broker broker, String host, int port) throws IOException {
        this.broker = broker;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (BindException e) {
            throw new BindException("can't listen on " + host + ":" + port + ": " + e.getMessage());
        }
        server.createContext("/", exchange -> answer(exchange, 404, Map.of("status", "not found")));
        server.createContext("/health", exchange -> answer(exchange, "/health", this::health));
        server.createContext("/entities", exchange -> answer(exchange, "/entities", this::entities));
        server.start();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Map<String, Object> health() {
        return Map.of("status", "ok", "entities", broker.paths().size());
    }

    private List<Map<String, Object>> entities() {
        return broker.paths().stream()
                .map(path ->
                        broker.counts(path).map(counts -> entity(path, counts)).orElse(null))
                .filter(Objects::nonNull)
                .toList();
    }

    private Map<String, Object> entity(String path, EntityCounts counts) {
        var entity = new LinkedHashMap<String, Object>();
        entity.put("name", path);
        entity.put(
                "type", broker.type(path).map(EntityType::name).orElse("queue").toLowerCase(Locale.ROOT));
        entity.put("counts", counts);
        return entity;
    }

    private void answer(HttpExchange exchange, String path, Supplier<Object> body) throws IOException {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            answer(exchange, 404, Map.of("status", "not found"));
        } else if (!exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Allow", "GET");
            answer(exchange, 405, Map.of("status", "method not allowed"));
        } else {
            answer(exchange, 200, body.get());
        }
    }

    private void answer(HttpExchange exchange, int status, Object body) throws IOException {
        try (exchange) {
            var bytes = json.writeValueAsBytes(body);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
