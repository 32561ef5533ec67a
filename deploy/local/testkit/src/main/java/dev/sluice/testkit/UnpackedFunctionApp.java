package dev.sluice.testkit;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A function app's zip, unpacked by {@code unzip} as a deployment would, whose handler a test starts as the host does. */
public final class UnpackedFunctionApp {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final int port;

    private UnpackedFunctionApp(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Whether this machine has {@code unzip}. */
    public static boolean canUnpack() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "unzip")));
    }

    /**
     * Unpacks a zip in a time zone that it was not made in.
     *
     * @param folder is made
     */
    public static UnpackedFunctionApp unpack(Path zip, Path folder) throws IOException, InterruptedException {
        ProcessBuilder unzip = new ProcessBuilder("unzip", "-q", zip.toString(), "-d", folder.toString()).inheritIO();
        unzip.environment().put("TZ", "Asia/Kathmandu");
        int code = unzip.start().waitFor();
        if (code != 0) {
            throw new IOException("unzip " + zip + " ended with exit code " + code);
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new UnpackedFunctionApp(folder, socket.getLocalPort());
        }
    }

    /**
     * A Java home that runs this process's JVM, but says that it is another one.
     *
     * @param folder is made
     */
    public static Path anotherJvm(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        Files.writeString(
                folder.resolve("bin/java"),
                "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        folder.resolve("bin/java").toFile().setExecutable(true);
        Files.writeString(
                folder.resolve("release"), "JAVA_RUNTIME_VERSION=\"17.0.99-other\"\nJAVA_VERSION=\"17.0.99\"\n");
        return folder;
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** What the host starts. */
    public Path handler() {
        return folder.resolve("handler");
    }

    /**
     * Starts the handler on this app's port.
     *
     * @param log where its output goes
     * @param settings the app settings
     * @param more settings that come on top
     */
    public PackagedService start(Path log, Map<String, String> settings, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("FUNCTIONS_CUSTOMHANDLER_PORT", Integer.toString(port));
        environment.putAll(more);
        return PackagedService.handler(handler(), log, environment);
    }

    /** Whether the host would take the handler for ready: any answer to {@code GET /} will do. */
    public boolean answers() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the handler's port is open on an address of this machine that others can reach. */
    public boolean answersBeyondLoopback() throws IOException {
        List<InetAddress> addresses = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        for (InetAddress address : addresses) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
                return true;
            } catch (IOException refused) {
                continue;
            }
        }
        return false;
    }
}
