package dev.sluice.stack.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.stack.StackException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The console's port, on loopback. */
final class ConsoleServer implements AutoCloseable {
    /** One for each page that looks on, and some for requests that end soon. */
    private static final int THREADS = Subscribers.MAX + 4;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, "console");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Takes the port; who connects waits until {@link #serve}.
     *
     * @param port 0 for any that is free
     * @throws StackException if it is taken
     */
    ConsoleServer(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        } catch (BindException e) {
            throw new StackException("the console can't listen on port %d: %s; choose another --console-port"
                    .formatted(port, e.getMessage()));
        } catch (IOException e) {
            throw new StackException("the console can't be started: " + e, e);
        }
        server.setExecutor(threads);
    }

    /** Begins to answer. */
    void serve(ConsolePages pages) {
        RequestGuard guard = new RequestGuard(server.getAddress().getPort());
        server.createContext("/", exchange -> answer(exchange, guard, pages));
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, RequestGuard guard, ConsolePages pages) throws IOException {
        try (exchange) {
            try {
                guard.check(exchange.getRequestHeaders());
                if (exchange.getRequestMethod().equals("POST")) {
                    guard.checkChange(exchange.getRequestHeaders());
                }
                pages.answer(exchange);
            } catch (RefusedException refused) {
                ConsolePages.refuse(exchange, refused);
            } catch (InterruptedException stopping) {
                // The connection ends here.
            }
        }
    }
}
