package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run.sh dev} of both services, with no other configuration than ports that are free on this machine. */
@Tag("full")
class DevModeIT {
    private static final Duration START = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> servicePorts = List.of(
            "-Dsluice.devservices.amqp-port=" + FreePort.next(),
            "-Dsluice.devservices.admin-port=" + FreePort.next(),
            "-Dsluice.devservices.postgres-port=" + FreePort.next());
    private final List<Process> processes = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stop() throws InterruptedException {
        List<ProcessHandle> all = processes.stream()
                .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
                .toList();
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            process.waitFor(30, TimeUnit.SECONDS);
        }
        boolean stopped = all.stream().noneMatch(ProcessHandle::isAlive);
        all.forEach(ProcessHandle::destroyForcibly);
        assertThat(stopped).as("SIGTERM was enough").isTrue();
    }

    @Test
    void theSecondServiceJoinsTheBusOfTheFirst() throws Exception {
        int producer = dev("producer");
        int consumer = dev("consumer");
        assertThat(directory.resolve("consumer.log")).content().contains("joined, it belongs to another dev mode");

        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(url(producer).resolve("/api/orders"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"customer\":\"Ada\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":1}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String id = answer.body().replaceAll(".*\"id\":\"([^\"]*)\".*", "$1");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(consumer, "/api/orders/" + id).contains("\"processed\""));
    }

    private int dev(String service) throws IOException {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(List.of(
                ProjectHome.find().directory().resolve("deploy/local/run.sh").toString(),
                "dev",
                service,
                "-Ddebug=false",
                "-Dquarkus.http.port=" + port));
        command.addAll(servicePorts);
        Path log = directory.resolve(service + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        processes.add(process);
        await().atMost(START).pollInterval(Duration.ofMillis(500)).until(() -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return get(port, "/q/health/ready").contains("\"UP\"");
        });
        return port;
    }

    private String get(int port, String path) throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(url(port).resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        }
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
