package dev.sluice.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and a server on loopback and breaks what they say to each other, in one direction or both. */
public final class TcpProxy implements Closeable {
    private final int target;
    private final ServerSocket entrance;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean holdingAnswers;
    private volatile boolean losingRequests;
    private volatile boolean cut;

    /**
     * A proxy on a free port.
     *
     * @param target the server's port
     * @throws UncheckedIOException if no port can be had
     */
    public TcpProxy(int target) {
        this.target = target;
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** The port that clients connect to. */
    public int port() {
        return entrance.getLocalPort();
    }

    /** From now on the server hears everything, and its answers wait for {@link #release}. */
    public void holdAnswers() {
        holdingAnswers = true;
    }

    /** Lets held answers go. */
    public synchronized void release() {
        holdingAnswers = false;
        notifyAll();
    }

    /** From now on what clients say gets lost on its way; they still hear everything. */
    public void loseRequests() {
        losingRequests = true;
    }

    /** Ends all connections; new ones are ended at once, until {@link #mend}. */
    public void cut() {
        cut = true;
        release();
        open.forEach(TcpProxy::end);
    }

    /** Takes connections again. */
    public void mend() {
        cut = false;
    }

    @Override
    public void close() {
        end(entrance);
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                open.add(client);
                if (cut) {
                    end(client);
                    open.remove(client);
                } else {
                    connect(client);
                }
            } catch (IOException closedOrNobodyThere) {
                // The loop's condition tells which.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            daemon(() -> pass(client, server, false));
            daemon(() -> pass(server, client, true));
        } catch (IOException nobodyThere) {
            open.remove(client);
            client.close();
            throw nobodyThere;
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[8192];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (answers) {
                    awaitRelease();
                } else if (losingRequests) {
                    continue;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException oneEndIsGone) {
            // Then both are closed.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private synchronized void awaitRelease() throws IOException {
        try {
            while (holdingAnswers) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
