package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand connections that say half a word and then nothing, against the jar with a small heap. */
@Tag("full")
class IdleConnectionsIT {

    private static final int CONNECTIONS = 9_990;

    @Test
    void tenThousandIdleConnectionsDoNotDisturbAndAreCutOff() throws Exception {
        requireFiles(CONNECTIONS + 1000);
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        Path.of("target", "servicebus-emulator.jar").toString(),
                        "--port",
                        "0",
                        "--admin-port",
                        "0",
                        "--max-connections",
                        "10000")
                .redirectErrorStream(true)
                .start();
        List<SocketChannel> idle = new ArrayList<>();
        try {
            var line = process.inputReader().readLine();
            int port = number(line, "AMQP on 127\\.0\\.0\\.1:(\\d+)");
            int admin = number(line, "http://127\\.0\\.0\\.1:(\\d+)");
            var address = new InetSocketAddress("127.0.0.1", port);
            var halfAWord = new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0, 0, 0};
            for (int i = 0; i < CONNECTIONS; i++) {
                var channel = SocketChannel.open(address);
                channel.write(ByteBuffer.wrap(halfAWord));
                idle.add(channel);
            }
            var client = new ServiceBusClientBuilder()
                    .connectionString("Endpoint=sb://127.0.0.1:" + port
                            + ";SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true")
                    .sender()
                    .queueName("orders")
                    .buildClient();
            try (client) {
                client.sendMessage(new ServiceBusMessage("still there"));
            }
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> metrics(admin).contains("sluice_emulator_connections 0\n"));
            for (var channel : idle) {
                assertThat(readToEnd(channel)).isTrue();
            }
            assertThat(process.isAlive()).isTrue();
        } finally {
            for (var channel : idle) {
                channel.close();
            }
            process.destroyForcibly();
        }
    }

    /** Whether the server has closed it; what it said before does not count. */
    private static boolean readToEnd(SocketChannel channel) {
        var buffer = ByteBuffer.allocate(1000);
        try {
            while (channel.read(buffer.clear()) >= 0) {}
        } catch (IOException reset) {
            // Also an end.
        }
        return true;
    }

    private static String metrics(int port) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int number(String line, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static void requireFiles(long files) {
        boolean enough = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() >= files;
        if ("all".equals(System.getProperty("sluice.require"))) {
            assertThat(enough)
                    .as("a process may open %d files (ulimit -n)", files)
                    .isTrue();
        }
        Assumptions.assumeTrue(enough, "a process must be able to open " + files + " files: ulimit -n");
    }
}
