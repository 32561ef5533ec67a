package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --data} and {@code --fsync} as users give them. */
class DurableCommandIT {

    private static final Duration WAIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private EmulatorProcess emulator;

    @AfterEach
    void stop() {
        if (emulator != null) {
            emulator.close();
        }
    }

    @Test
    void itSaysWhereAndWhatItRestored() throws Exception {
        var data = folder.resolve("a/b");
        emulator = EmulatorProcess.start("--port", "0", "--data", data.toString(), "--fsync");
        assertThat(emulator.output()).contains("durable in " + data + ", fsync");
        send("one");
        assertThat(emulator.stop()).isEqualTo(143);
        emulator = EmulatorProcess.start("--port", "0", "--data", data.toString());
        assertThat(emulator.output())
                .contains("1 messages in 3 entities restored")
                .contains("durable in " + data + ")");
        assertThat(receive(1, ServiceBusReceiveMode.RECEIVE_AND_DELETE)).containsExactly("one");
        emulator.kill();
        emulator = EmulatorProcess.start("--port", "0", "--data", data.toString());
        assertThat(emulator.output()).contains("0 messages in 3 entities restored");
    }

    @Test
    void aStatusThatWasConfirmedSurvivesAKill() throws Exception {
        emulator = EmulatorProcess.start("--port", "0", "--data", folder.toString());
        send("one");
        assertThat(disable("q").statusCode()).isEqualTo(204);
        emulator.kill();
        emulator = EmulatorProcess.start("--port", "0", "--data", folder.toString());
        assertThatThrownBy(() -> send("two")).hasMessageContaining("currently disabled");
    }

    @Test
    void fsyncWithoutDataIsAMistake() throws Exception {
        emulator = EmulatorProcess.start("--port", "0", "--fsync");
        assertThat(emulator.exitCode()).isEqualTo(2);
        assertThat(emulator.output()).contains("--fsync needs --data");
    }

    @Test
    void aSecondEmulatorIsToldWhoHoldsTheDirectory() throws Exception {
        emulator = EmulatorProcess.start("--port", "0", "--data", folder.toString());
        emulator.port();
        try (var second = EmulatorProcess.start("--port", "0", "--data", folder.toString())) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output())
                    .isEqualTo("the data directory " + folder.toRealPath() + " is in use by process " + emulator.pid()
                            + ": stop that emulator, or give each its own --data");
        }
        send("still served");
    }

    @Test
    void garbageIsExitCode1AndStaysAsItIs() throws Exception {
        var file = Files.writeString(folder.resolve("messages.mv"), "not a store ".repeat(3000));
        emulator = EmulatorProcess.start("--port", "0", "--data", folder.toString());
        assertThat(emulator.exitCode()).isEqualTo(1);
        assertThat(emulator.output()).contains(file.toRealPath() + " can't be used, and nothing in it can be saved");
        assertThat(file).content().startsWith("not a store not a store");
    }

    /** The shell's limit on file sizes is what a full disk is to the emulator: a write that fails. */
    @Test
    void aDiskThatIsFullIsToldToTheSenderAndNothingAcknowledgedIsLost() throws Exception {
        var limited = List.of("/bin/sh", "-c", "ulimit -f 2048 && exec \"$@\"", "sh");
        emulator = EmulatorProcess.start(limited, List.of(), List.of("--port", "0", "--data", folder.toString()));
        int[] acknowledged = {0};
        var body = "x".repeat(50_000);
        assertThatThrownBy(() -> {
                    for (; acknowledged[0] < 1000; acknowledged[0]++) {
                        send(body);
                    }
                })
                .isInstanceOf(ServiceBusException.class)
                .hasMessageContaining("messages.mv can't be used any more")
                .hasMessageContaining("what was acknowledged is kept");
        assertThat(acknowledged[0]).isPositive();
        assertThatThrownBy(() -> send("again")).hasMessageContaining("messages.mv can't be used any more");
        var refused = disable("q");
        assertThat(refused.statusCode())
                .as("what would not hold is not confirmed")
                .isEqualTo(503);
        assertThat(refused.body()).contains("messages.mv can't be used any more");
        emulator.stop();
        emulator = EmulatorProcess.start("--port", "0", "--data", folder.toString());
        assertThat(receive(acknowledged[0], ServiceBusReceiveMode.PEEK_LOCK)).hasSize(acknowledged[0]);
    }

    private HttpResponse<String> disable(String entity) throws Exception {
        var admin = URI.create("http://127.0.0.1:" + emulator.adminPort() + "/entities/" + entity + "/status");
        var request = HttpRequest.newBuilder(admin)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"status\":\"Disabled\"}"))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void send(String body) {
        try (var sender = clients().sender().queueName("q").buildClient()) {
            sender.sendMessage(new ServiceBusMessage(body));
        }
    }

    private List<String> receive(int count, ServiceBusReceiveMode mode) {
        try (var receiver = clients()
                .receiver()
                .queueName("q")
                .receiveMode(mode)
                .disableAutoComplete()
                .buildClient()) {
            var bodies = new java.util.ArrayList<String>();
            while (bodies.size() < count) {
                var before = bodies.size();
                receiver.receiveMessages(count - bodies.size(), WAIT)
                        .forEach(message -> bodies.add(message.getBody().toString()));
                if (bodies.size() == before) {
                    break;
                }
            }
            return bodies;
        }
    }

    private ServiceBusClientBuilder clients() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(20))
                        .setDelay(Duration.ofMillis(100))
                        .setMaxRetries(1));
    }
}
