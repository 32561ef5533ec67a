package dev.sluice.producer.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that sends whatever it is given: on a connection that is kept for what is HTTP, on a new one for what is not. */
final class FuzzConnection implements AutoCloseable {
    /** Longer than anything may take: what has no answer then is stuck. */
    private static final int PATIENCE_MILLIS = 60_000;

    /** How long the server may be waiting for more before it is told that there is none. */
    private static final int MOMENT_MILLIS = 50;

    /** Begins an answer. */
    static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) ");

    private final int port;
    private Socket kept;
    private InputStream in;

    FuzzConnection(int port) {
        this.port = port;
    }

    /**
     * An answer.
     *
     * @param body what came with it
     */
    record Answer(int status, String body) {}

    /** The answer to a request that is HTTP. */
    Answer exchange(byte[] request) throws IOException {
        for (int attempt = 1; ; attempt++) {
            boolean fresh = kept == null;
            if (fresh) {
                kept = connect();
                in = new BufferedInputStream(kept.getInputStream());
            }
            try {
                kept.getOutputStream().write(request);
                return readAnswer();
            } catch (SocketException | EOFException e) {
                // The server may close a connection that was kept, as anyone may; a new one it must answer on.
                close();
                if (fresh || attempt > 1) {
                    throw e;
                }
            }
        }
    }

    /** All that is answered to bytes that need not be HTTP, until the server closes or, soon, we do. */
    String throwAt(byte[] bytes) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (Socket socket = connect()) {
            socket.setSoTimeout(MOMENT_MILLIS);
            socket.getOutputStream().write(bytes);
            try {
                socket.getInputStream().transferTo(answers);
            } catch (SocketTimeoutException waitingForMore) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.shutdownOutput();
                socket.getInputStream().transferTo(answers);
            }
        } catch (SocketException reset) {
            // What came before it counts.
        }
        return answers.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private Answer readAnswer() throws IOException {
        String statusLine = readLine();
        int length = 0;
        boolean last = false;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).trim());
            } else if (header.startsWith("transfer-encoding:")) {
                throw new IOException("an answer in chunks");
            } else if (header.equals("connection: close")) {
                last = true;
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (last) {
            close();
        }
        Matcher status = STATUS_LINE.matcher(statusLine);
        if (!status.lookingAt()) {
            throw new IOException("not an answer: " + statusLine);
        }
        return new Answer(Integer.parseInt(status.group(1)), body);
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("closed without an answer");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
