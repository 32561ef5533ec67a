package dev.sluice.stack.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the console answers: its page, the stream of pictures, and the replay of parked orders. */
final class ConsolePages {
    private static final String JSON_TYPE = "application/json";
    private static final Pattern OPERATION = Pattern.compile("/operations/([0-9a-f-]{36})");
    private static final int MAX_BODY = 4096;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Nothing but the page's own files, no script in the page itself, no text that becomes markup, and no frame around it. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private final Map<String, PageFile> files = PageFile.all();
    private final Subscribers subscribers;
    private final ParkedClient parked;

    ConsolePages(Subscribers subscribers, ParkedClient parked) {
        this.subscribers = subscribers;
        this.parked = parked;
    }

    /**
     * Answers a request that was found to be harmless.
     *
     * @throws RefusedException if there is nothing of that name, or it can't be done
     */
    void answer(HttpExchange exchange) throws IOException, RefusedException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        Matcher operation = OPERATION.matcher(path);
        boolean change = path.equals("/replay");
        if (!exchange.getRequestMethod().equals(change ? "POST" : "GET")) {
            throw new RefusedException(405, exchange.getRequestMethod() + " is not possible here");
        }
        if (change) {
            pass(exchange, parked.replay(body(exchange)));
        } else if (path.equals("/events")) {
            stream(exchange);
        } else if (operation.matches()) {
            pass(exchange, parked.operation(operation.group(1)));
        } else if (files.containsKey(path)) {
            PageFile file = files.get(path);
            send(exchange, 200, file.type(), file.content());
        } else {
            throw new RefusedException(404, "there is nothing under this path");
        }
    }

    /** Says why not, as the consumer would: in a problem's {@code detail}. */
    static void refuse(HttpExchange exchange, RefusedException refused) throws IOException {
        Map<String, Object> problem = Map.of("status", refused.status(), "detail", refused.getMessage());
        send(exchange, refused.status(), "application/problem+json", JSON.writeValueAsBytes(problem));
    }

    private void stream(HttpExchange exchange) throws IOException, RefusedException, InterruptedException {
        try (Subscription subscription = subscribers
                .open()
                .orElseThrow(() -> new RefusedException(503, "too many pages look on: close one of them"))) {
            head(exchange, "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (true) {
                String event = "data: " + subscription.take() + "\n\n";
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }

    private static void pass(HttpExchange exchange, ParkedClient.Reply reply) throws IOException {
        send(exchange, reply.status(), JSON_TYPE, reply.body());
    }

    private static byte[] body(HttpExchange exchange) throws IOException, RefusedException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!JSON_TYPE.equals(type)) {
            throw new RefusedException(415, "expected a body with Content-Type: " + JSON_TYPE);
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new RefusedException(413, "expected at most " + MAX_BODY + " bytes");
        }
        return body;
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        head(exchange, type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private static void head(HttpExchange exchange, String type) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
    }
}
