package dev.sluice.producer;

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

/** Stands between the application and its broker: can hold back what the broker says, and cut the connection. */
public final class TcpProxy implements Closeable {
    private final int target;
    private final ServerSocket listening;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean holding;
    private volatile boolean cut;

    /** A proxy on a free port of loopback, to another one. */
    public TcpProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** Where clients connect. */
    public int port() {
        return listening.getLocalPort();
    }

    /** From now on the broker gets everything, and its answers get nowhere. */
    public void holdAnswers() {
        holding = true;
    }

    /** Lets held answers go. */
    public synchronized void release() {
        holding = false;
        notifyAll();
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
        end(listening);
        cut();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                if (cut) {
                    end(client);
                    continue;
                }
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(broker);
                daemon(() -> copy(client, broker, false));
                daemon(() -> copy(broker, client, true));
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[8192];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers) {
                    awaitRelease();
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException gone) {
            end(to);
        } finally {
            open.remove(from);
        }
    }

    private synchronized void awaitRelease() throws IOException {
        try {
            while (holding) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
