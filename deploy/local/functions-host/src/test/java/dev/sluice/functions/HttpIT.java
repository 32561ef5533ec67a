package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** HTTP functions and the host's pages, through a real socket to a real handler. */
class HttpIT extends HostTest {

    @Test
    void aRequestIsProxiedAsItIs() throws Exception {
        start(app().http("echo", "items/{id:int}/{*rest}", "anonymous"));
        var answer = exchange(HttpRequest.newBuilder(uri("/api/items/7/a%20b/c?x=1&x=2"))
                .header("X-Mine", "yes")
                .header("User-Agent", "mine")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .POST(HttpRequest.BodyPublishers.ofString("12345")));
        assertThat(answer.statusCode()).isEqualTo(203);
        assertThat(answer.headers().allValues("X-Twice")).containsExactly("1", "2");
        assertThat(answer.body())
                .startsWith("POST /api/items/7/a%20b/c?x=1&x=2 5 ")
                .contains("X-mine=[yes]")
                .contains("Traceparent=[00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01]")
                .contains("User-agent=[Azure-Functions-Host/4.1052.300.0]")
                .contains("Content-length=[5]")
                .containsPattern("X-azure-functions-invocationid=\\[[0-9a-f-]{36}\\]")
                .containsPattern("X-ms-invocation-id=\\[[0-9a-f-]{36}\\]")
                .containsPattern("Host=\\[127\\.0\\.0\\.1:\\d+\\]")
                .doesNotContain("Host=[127.0.0.1:" + host.port("shop") + "]");
        assertThat(exchange(HttpRequest.newBuilder(uri("/api/items/7/"))
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(203);
    }

    @Test
    void bodiesStreamInBothDirections() throws Exception {
        start(app().http("stream", "stream", "anonymous"));
        assertThat(get("/api/stream").statusCode()).isEqualTo(200);
        try (var socket = new Socket("127.0.0.1", host.port("shop"))) {
            socket.setSoTimeout(60_000);
            var out = socket.getOutputStream();
            out.write("POST /api/stream HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            var in = socket.getInputStream();
            // The answer to the first byte is here before the second one is sent.
            readUntil(in, "\r\na\r\n");
            out.write("1\r\nb\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            readUntil(in, "\r\nb\r\n");
            readUntil(in, "0\r\n\r\n");
        }
    }

    @Test
    void keysOpenWhatTheyAreFor() throws Exception {
        start(app().http("open", "open", "anonymous")
                .http("keyed", "keyed", "function")
                .http("other", "other", "function")
                .http("closed", "closed", "admin"));
        assertThat(get("/api/open").statusCode()).isEqualTo(203);
        assertThat(get("/api/keyed").statusCode()).isEqualTo(401);
        assertThat(get("/api/keyed", "x-functions-key", "wrong").statusCode()).isEqualTo(401);
        assertThat(get("/api/keyed", "x-functions-key", "f-key").statusCode()).isEqualTo(203);
        assertThat(get("/api/keyed?code=f-key").statusCode()).isEqualTo(203);
        assertThat(get("/api/keyed?code=h-key").statusCode()).isEqualTo(203);
        assertThat(get("/api/keyed?code=m-key").statusCode()).isEqualTo(203);
        assertThat(get("/api/other?code=f-key").statusCode())
                .as("the key of another function")
                .isEqualTo(401);
        assertThat(get("/api/closed?code=h-key").statusCode()).isEqualTo(401);
        assertThat(get("/api/closed?code=m-key").statusCode()).isEqualTo(203);
        assertThat(get("/admin/host/status").statusCode()).isEqualTo(401);
        assertThat(get("/admin/functions?code=h-key").statusCode()).isEqualTo(401);
        assertThat(get("/admin/host/ping").statusCode()).isEqualTo(200);
        assertThat(log).noneMatch(line -> line.contains("-key"));
    }

    @Test
    void whatIsNotThereIs404AndSoIsAnotherMethod() throws Exception {
        start(app().http("echo", "items/{id:int}", "anonymous"));
        assertThat(get("/api/items/7").statusCode()).isEqualTo(203);
        assertThat(get("/api/items/x").statusCode()).isEqualTo(404);
        assertThat(get("/items/7").statusCode()).isEqualTo(404);
        assertThat(status("GET /api/items/%zz", "\r\n")).contains(" 404 ");
        var delete = HttpRequest.newBuilder(uri("/api/items/7")).DELETE();
        assertThat(exchange(delete).statusCode())
                .as("as the real host: issue 10098")
                .isEqualTo(404);
        assertThat(get("/").body()).contains("up and running");
    }

    @Test
    void aHandlerThatDiesInARequestIs502() throws Exception {
        start(app().http("die", "die", "anonymous").http("dietwice", "dietwice", "anonymous"));
        assertThat(get("/api/die").statusCode()).isEqualTo(502);
        assertThatThrownBy(() -> get("/api/dietwice"))
                .as("too late for a status: the connection ends")
                .isInstanceOf(IOException.class);
    }

    @Test
    void aBodyThatIsTooLargeIs413() throws Exception {
        start(app().http("echo", "echo", "anonymous"));
        assertThat(status("POST /api/echo", "Content-Length: 104857601\r\n\r\n"))
                .contains(" 413 ");
        var large = HttpRequest.newBuilder(uri("/api/echo"))
                .POST(HttpRequest.BodyPublishers.ofByteArrays(() -> new java.util.Iterator<>() {
                    private int left = 101;
                    private final byte[] part = new byte[1024 * 1024];

                    @Override
                    public boolean hasNext() {
                        return left > 0;
                    }

                    @Override
                    public byte[] next() {
                        left--;
                        return part;
                    }
                }));
        try {
            assertThat(exchange(large).statusCode()).isEqualTo(413);
        } catch (IOException e) {
            // The client may still be writing when the connection is closed, and then never reads the status.
        }
        assertThat(get("/api/echo").statusCode()).as("the host is well").isEqualTo(203);
        assertThat(said("POST")).isZero();
    }

    @Test
    void withoutProxyingTheHandlerGetsAnEnvelope() throws Exception {
        start(app().withoutProxy().http("plain", "plain/{id}", "anonymous").http("keyed", "keyed", "anonymous"));
        var answer = exchange(HttpRequest.newBuilder(uri("/api/plain/5?q=1"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("body")));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("X-Mine")).contains("yes");
        assertThat(answer.body()).isEqualTo("{\"a\":1}");
        assertThat(log)
                .anyMatch(line -> line.contains("\"Data\":{\"req\":{\"Url\":\"http://127.0.0.1:" + host.port("shop")
                                + "/api/plain/5?q=1\",\"Method\":\"POST\",\"Query\":{\"q\":\"1\"}")
                        && line.contains("\"Params\":{\"id\":\"5\"}")
                        && line.contains("\"Body\":\"body\""));
        awaitSaid("plain: said by a log");
        assertThat(get("/api/keyed").statusCode()).as("the handler answers 404").isEqualTo(500);
    }

    @Test
    void theHostsPagesTellWhatIsThere() throws Exception {
        start(app().setting("AzureWebJobs.off.Disabled", "true")
                .http("echo", "echo", "anonymous")
                .http("off", "off", "anonymous"));
        assertThat(get("/api/echo").statusCode()).isEqualTo(203);
        assertThat(get("/api/off").statusCode()).isEqualTo(404);
        assertThat(get("/admin/functions", "x-functions-key", "m-key").body())
                .isEqualTo("[{\"name\":\"echo\",\"language\":\"Custom\",\"isDisabled\":false,\"invoke_url_template\":"
                        + "\"http://127.0.0.1:" + host.port("shop")
                        + "/api/echo\"},{\"name\":\"off\",\"language\":\"Custom\","
                        + "\"isDisabled\":true,\"invoke_url_template\":\"http://127.0.0.1:" + host.port("shop")
                        + "/api/off\"}]");
        assertThat(get("/admin/host/status", "x-functions-key", "m-key").body())
                .contains("\"state\":\"Running\"")
                .contains("\"version\":\"4.1052.300.0\"")
                .containsPattern(
                        "\"instances\":\\[\\{\"id\":\"1\",\"state\":\"READY\",\"pid\":\\d+,\"port\":\\d+\\}\\]");
    }

    @Test
    void closingAnswersWhatIsBeingAnswered() throws Exception {
        start(app().http("slow", "slow", "anonymous"));
        assertThat(get("/api/slow").statusCode()).isEqualTo(203);
        var request = CompletableFuture.supplyAsync(() -> {
            try {
                return get("/api/slow").statusCode();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        eventually().until(() -> said("slow request") == 2);
        host.close();
        assertThat(request.get(60, TimeUnit.SECONDS)).isEqualTo(203);
    }

    private String status(String request, String headers) throws IOException {
        try (var socket = new Socket("127.0.0.1", host.port("shop"))) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: h\r\n" + headers).getBytes(StandardCharsets.US_ASCII));
            return readUntil(socket.getInputStream(), "\r\n");
        }
    }

    private static String readUntil(java.io.InputStream in, String end) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            assertThat(next).as("the end, after: " + read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }
}
