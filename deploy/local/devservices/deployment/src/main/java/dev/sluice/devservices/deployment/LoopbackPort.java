package dev.sluice.devservices.deployment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Looks at ports of the loopback interface before a server tries them, for an error that names the right one. */
final class LoopbackPort {
    private LoopbackPort() {}

    /** Why nothing can listen on that port now; empty if it is free. */
    static Optional<IOException> whyTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
