package dev.sluice.consumer.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that names no host is refused, and is no error of ours. */
@QuarkusTest
class NoHostIT {
    private static final Logger FRAMEWORK = Logger.getLogger("io.quarkus.vertx.http");

    @TestHTTPResource("/")
    URI consumer;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /q/health/live HTTP/1.1\r\n",
                "GET /api/parked HTTP/1.1\r\nHost: a b<>\r\n",
                "POST /api/parked/replay HTTP/1.1\r\nContent-Length: 0\r\n"
            })
    void isRefusedWithoutAnErrorInTheLog(String request) throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().intValue() > Level.INFO.intValue()) {
                    told.add(line.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        FRAMEWORK.addHandler(listener);
        try {
            assertThat(answer(request))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "urn:sluice:problem:bad-request");
        } finally {
            FRAMEWORK.removeHandler(listener);
        }
        assertThat(told).isEmpty();
    }

    private String answer(String request) throws IOException {
        try (Socket socket = new Socket(consumer.getHost(), consumer.getPort())) {
            socket.setSoTimeout(30_000);
            String closing = request + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(closing.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
