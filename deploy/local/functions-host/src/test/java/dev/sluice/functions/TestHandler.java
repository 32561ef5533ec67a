package dev.sluice.functions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * A small custom handler that does what it is told: by {@code START} in its environment, by the body of a message, or by
 * the path of a request. It prints what it gets, and the host passes that on.
 */
public final class TestHandler {

    private static final Pattern BINARY = Pattern.compile("\"Data\":\\{\"order\":\"([A-Za-z0-9+/=]*)\"}");
    private static final String OK = "{\"Outputs\":{},\"Logs\":[],\"ReturnValue\":null}";

    private TestHandler() {}

    /** Starts it. */
    public static void main(String[] args) throws Exception {
        var start = System.getenv().getOrDefault("START", "");
        System.out.println("starting, arguments " + String.join("|", args) + ", setting " + System.getenv("SETTING")
                + ", root " + System.getenv("FUNCTIONS_APP_ROOT_PATH") + ", worker "
                + System.getenv("FUNCTIONS_CUSTOMHANDLER_WORKER_ID"));
        if (start.startsWith("exit ")) {
            Runtime.getRuntime().halt(Integer.parseInt(start.substring(5)));
        }
        if (start.equals("never")) {
            Thread.currentThread().join();
        }
        if (start.equals("child")) {
            System.out.println(
                    "child " + new ProcessBuilder("sleep", "1000").start().pid());
        }
        var server = HttpServer.create(
                new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("FUNCTIONS_CUSTOMHANDLER_PORT"))),
                100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", TestHandler::root);
        server.createContext("/consume", TestHandler::consume);
        server.createContext("/plain", TestHandler::envelope);
        server.createContext("/api", TestHandler::http);
        server.start();
    }

    private static void root(HttpExchange exchange) throws IOException {
        answer(exchange, 404, "text/plain", "nothing here");
    }

    private static void consume(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println("headers " + exchange.getRequestHeaders().entrySet());
        System.out.println("got " + body);
        var found = BINARY.matcher(body);
        var order =
                found.find() ? new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8) : "ok";
        System.out.println("order " + order);
        switch (order.split(" ")[0]) {
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(order.substring(5)));
            case "204" -> exchange.sendResponseHeaders(204, -1);
            case "empty" -> answer(exchange, 200, "application/json", "");
            case "null" -> answer(exchange, 200, "application/json", "null");
            case "text" -> answer(exchange, 200, "text/plain", OK);
            case "500" -> answer(exchange, 500, "application/json", OK);
            case "outputs" -> answer(exchange, 200, "application/json", "{\"Outputs\":{\"audit\":\"a\"},\"Logs\":[]}");
            case "logs" ->
                answer(exchange, 200, "application/json", "{\"Outputs\":{},\"Logs\":[\"line one\",\"line two\"]}");
            case "slow" -> {
                pause(Long.parseLong(order.substring(5)));
                answer(exchange, 200, "application/json", OK);
            }
            case "hang" -> pause(Long.MAX_VALUE);
            default -> answer(exchange, 200, "application/json; charset=utf-8", OK);
        }
        System.out.println("answered " + order);
    }

    private static void envelope(HttpExchange exchange) throws IOException {
        System.out.println("got " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(
                exchange,
                200,
                "application/json",
                "{\"Outputs\":{\"res\":{\"statusCode\":\"201\",\"headers\":{\"X-Mine\":\"yes\"},\"body\":{\"a\":1}}},"
                        + "\"Logs\":[\"said by a log\"],\"ReturnValue\":null}");
    }

    private static void http(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.endsWith("/die")) {
            Runtime.getRuntime().halt(7);
        } else if (path.endsWith("/dietwice")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            Runtime.getRuntime().halt(7);
        } else if (path.endsWith("/stream")) {
            // Sends on only what it has got, so that nobody in between can have waited for the end.
            exchange.sendResponseHeaders(200, 0);
            int next = exchange.getRequestBody().read();
            while (next >= 0) {
                exchange.getResponseBody().write(next);
                exchange.getResponseBody().flush();
                next = exchange.getRequestBody().read();
            }
            exchange.close();
        } else {
            if (path.endsWith("/slow")) {
                System.out.println("slow request");
                pause(2000);
            }
            long length = exchange.getRequestBody().readAllBytes().length;
            exchange.getResponseHeaders().add("X-Twice", "1");
            exchange.getResponseHeaders().add("X-Twice", "2");
            answer(
                    exchange,
                    203,
                    "text/plain",
                    exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + length + " "
                            + ProcessHandle.current().pid() + " "
                            + exchange.getRequestHeaders().entrySet());
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
