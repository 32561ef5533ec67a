package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests with a running host share: its log, a bus, and the certainty that no handler is left over. */
abstract class HostTest {

    private static final Pattern STARTED = Pattern.compile("handler (\\d+): started");

    protected final List<String> log = new CopyOnWriteArrayList<>();
    private final Set<Long> pids = ConcurrentHashMap.newKeySet();
    protected FunctionsHost host;
    protected ServiceBusEmulator bus;

    @TempDir
    protected Path temporary;

    /** Long enough for a busy machine. */
    protected static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    @AfterEach
    void nothingIsLeft() {
        if (host != null) {
            host.close();
        }
        if (bus != null) {
            bus.close();
        }
        assertThat(pids).as("handlers that live on").noneMatch(HostTest::lives);
    }

    protected static boolean lives(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    protected TestApp app() {
        return new TestApp(temporary.resolve("shop"));
    }

    /** An app with queue orders on a bus of its own. */
    protected TestApp busApp(QueueOptions queue) {
        bus = ServiceBusEmulator.builder().queue(queue).start();
        return app().setting("Bus", bus.connectionString());
    }

    protected static QueueOptions orders() {
        return QueueOptions.named("orders").maxDeliveryCount(100);
    }

    protected FunctionsHostBuilder builder(TestApp app) {
        return FunctionsHost.builder()
                .app(app.write(), 0)
                .environment(Map.of("PATH", System.getenv("PATH")))
                .grace(Duration.ofSeconds(20))
                .log(this::note);
    }

    protected void start(TestApp app) {
        host = builder(app).start();
    }

    protected void send(String... bodies) {
        send(List.of(bodies).stream().map(ServiceBusMessage::new).toArray(ServiceBusMessage[]::new));
    }

    protected void send(ServiceBusMessage... messages) {
        try (var sender = new ServiceBusClientBuilder()
                .connectionString(bus.connectionString())
                .sender()
                .queueName("orders")
                .buildClient()) {
            sender.sendMessages(List.of(messages));
        }
    }

    /** How many lines contain a text. */
    protected long said(String text) {
        return log.stream().filter(line -> line.contains(text)).count();
    }

    protected void awaitSaid(String text) {
        eventually().untilAsserted(() -> assertThat(log).anyMatch(line -> line.contains(text)));
    }

    protected URI uri(String path) {
        return URI.create("http://127.0.0.1:" + host.port("shop") + path);
    }

    protected HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        return exchange(headers.length == 0 ? request : request.headers(headers));
    }

    protected HttpResponse<String> exchange(HttpRequest.Builder request) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void note(String line) {
        log.add(line);
        var started = STARTED.matcher(line);
        if (started.find()) {
            pids.add(Long.parseLong(started.group(1)));
        }
    }
}
