package dev.sluice.producer.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A connection to the application under test on which a test says exactly what it wants. */
final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 15_000;

    private final Socket socket;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Sends text as it is. */
    RawConnection send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /** Sends one chunk of a chunked body. */
    RawConnection sendChunk(String text) throws IOException {
        return send(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    /** Sends a request's head for the given path, content type and further header lines. */
    RawConnection sendHead(String path, String contentType, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n")
                .append("Content-Type: ")
                .append(contentType)
                .append("\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head.append("\r\n").toString());
    }

    /** What comes until the server closes the connection. Fails if it doesn't. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        for (int read = socket.getInputStream().read(buffer); read >= 0; ) {
            bytes.write(buffer, 0, read);
            read = socket.getInputStream().read(buffer);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** What comes until {@code end} has come. */
    String readUntil(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.UTF_8).contains(end)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new SocketException("closed after: " + bytes.toString(StandardCharsets.UTF_8));
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
