package dev.sluice.stack.command;

import dev.sluice.stack.EmulatorProcess;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ServiceProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;

/** Where everything in a running stack is. */
final class AddressList {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final LocalStack stack;

    AddressList(LocalStack stack) {
        this.stack = stack;
    }

    void print(PrintWriter out, URI console) {
        out.println();
        out.println("Console     " + console);
        service(out, stack.producer(), "/api/orders");
        for (ServiceProcess consumer : stack.consumers()) {
            service(out, consumer, "/api/orders/{id}");
        }
        namespace(out, stack.emulator());
        stack.secondEmulator().ifPresent(second -> namespace(out, second));
        out.printf("PostgreSQL  pid %d%n", stack.databasePid());
        line(out, "JDBC", stack.jdbcUrl() + " (user postgres, any password)");
        out.println();
        out.println("Try it:");
        out.printf(
                "  curl -i -H 'Content-Type: application/json' -d '{\"customer\":\"Ada\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":2}]}' %s%n",
                stack.producerUrl().resolve("/api/orders"));
        out.println();
        out.println("Logs: " + stack.logs());
        out.println("Ctrl-C stops everything.");
        out.flush();
    }

    private static void namespace(PrintWriter out, EmulatorProcess emulator) {
        out.printf("%-11s pid %d%n", emulator.name(), emulator.pid());
        line(out, "AMQP", "port " + emulator.port());
        line(out, "connection", emulator.connectionString());
        line(out, "entities", emulator.adminUrl().resolve("/entities"));
    }

    private void service(PrintWriter out, ServiceProcess service, String api) {
        out.printf(
                "%-11s pid %d, port %d%n",
                service.name(), service.pid(), service.url().getPort());
        line(out, "API", service.url() + api);
        line(out, "health", service.url().resolve("/q/health"));
        line(out, "metrics", service.url().resolve("/q/metrics"));
        if (stack.inlet() == Inlet.FUNCTIONS) {
            line(out, "instances", service.url().resolve("/admin/host/status"));
            line(out, "handlers", pids(service));
            return;
        }
        line(out, "OpenAPI", service.url().resolve("/q/openapi"));
        URI swagger = service.url().resolve("/q/swagger-ui");
        if (answers(swagger)) {
            line(out, "Swagger UI", swagger);
        }
    }

    private static String pids(ServiceProcess service) {
        return service.workers().stream().map(pid -> "pid " + pid).collect(Collectors.joining(", "));
    }

    private static void line(PrintWriter out, String name, Object address) {
        out.printf("  %-11s %s%n", name, address);
    }

    private boolean answers(URI address) {
        try {
            return http.send(
                                    HttpRequest.newBuilder(address)
                                            .timeout(TIMEOUT)
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
