package dev.sluice.emulator.amqp;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * The certificate and the private key that a TLS listener shows, both PEM; read once.
 *
 * @param certificate a chain, the server's own certificate first
 * @param key in PKCS#8, without a password
 */
public record TlsFiles(Path certificate, Path key) {

    SslContext context() throws IOException {
        requireReadable(certificate);
        requireReadable(key);
        try {
            return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IllegalArgumentException | SSLException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "can't use " + certificate + " and " + key + ": expected a PEM certificate chain and its PKCS#8 key"
                            + " without a password (" + cause.getMessage() + ")",
                    e);
        }
    }

    private static void requireReadable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("can't read " + file + ": expected a PEM file");
        }
    }
}
