package dev.sluice.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of a test's own and a server's certificate that it issued, made with the JDK's keytool. */
final class Certificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final KeyStore store;

    private Certificates(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /** For a server of the given host name. */
    static Certificates forHost(Path folder, String host) throws Exception {
        var file = folder.resolve("keys.p12");
        keytool(file, "-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c");
        keytool(file, "-alias", "server", "-dname", "CN=" + host, "-ext", "san=dns:" + host, "-signer", "ca");
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new Certificates(folder, store);
    }

    /** The server's chain in PEM. */
    Path chain() throws Exception {
        var text = new StringBuilder();
        for (Certificate certificate : store.getCertificateChain("server")) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return Files.writeString(folder.resolve("server.crt"), text);
    }

    /** The server's key in PEM. */
    Path key() throws Exception {
        Key key = store.getKey("server", PASSWORD.toCharArray());
        return Files.writeString(folder.resolve("server.key"), pem("PRIVATE KEY", key.getEncoded()));
    }

    /** For a client that trusts this authority and no other. */
    SSLContext trusting() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", store.getCertificate("ca"));
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static String pem(String type, byte[] bytes) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                + "-----\n";
    }

    private static void keytool(Path file, String... options) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-validity",
                "2"));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }
}
