package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.sluice.emulator.broker.QueueOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AMQP over TLS with the real SDK, which verifies the certificate and the name in it against what the JVM trusts. */
class TlsIT extends SdkTest {

    @TempDir
    static Path folder;

    @TempDir
    static Path otherFolder;

    private static Certificates localhost;
    private static Certificates elsewhere;
    private static SSLContext ofTheJvm;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ofTheJvm = SSLContext.getDefault();
        localhost = Certificates.forHost(folder, "localhost");
        elsewhere = Certificates.forHost(otherFolder, "elsewhere.example");
    }

    @AfterEach
    void trustAsBefore() {
        SSLContext.setDefault(ofTheJvm);
    }

    private Duration tryTimeout = Duration.ofSeconds(30);

    @Override
    ServiceBusClientBuilder clients() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.tlsConnectionString())
                .retryOptions(new AmqpRetryOptions().setTryTimeout(tryTimeout).setMaxRetries(0));
    }

    @Test
    void anUnmodifiedClientSendsAndReceivesOverTls() throws Exception {
        start(localhost, 0);
        SSLContext.setDefault(localhost.trusting());
        assertThat(emulator.tlsConnectionString())
                .startsWith("Endpoint=sb://localhost:" + emulator.tlsPort() + ";")
                .doesNotContain("Emulator");
        sender("orders").sendMessage(message("x".repeat(200_000)));
        var receiver = receiver("orders");
        var received = receiveOne(receiver);
        assertThat(received.getBody().toString()).hasSize(200_000);
        receiver.complete(received);
        assertThat(emulator.counts("orders").active()).isZero();
    }

    @Test
    void besideTlsPlainIsThereTooAndWithoutItTheConnectionStringMeansTls() throws Exception {
        start(localhost, 0);
        assertThat(emulator.port()).isPositive();
        assertThat(emulator.connectionString()).contains(":" + emulator.port() + ";");
        emulator.close();
        start(localhost, -1);
        assertThat(emulator.port()).isEqualTo(-1);
        assertThat(emulator.connectionString()).isEqualTo(emulator.tlsConnectionString());
    }

    @Test
    void aCertificateThatTheClientDoesNotTrustIsRefusedByIt() throws Exception {
        start(localhost, 0);
        SSLContext.setDefault(elsewhere.trusting());
        // The SDK takes it for a network that is down, and tries until then.
        tryTimeout = Duration.ofSeconds(5);
        assertThatThrownBy(() -> sender("orders").sendMessage(message("a"))).isInstanceOf(RuntimeException.class);
        assertThat(emulator.counts("orders").active()).isZero();
    }

    @Test
    void aCertificateForAnotherHostIsRefusedByTheClient() throws Exception {
        start(elsewhere, 0);
        SSLContext.setDefault(elsewhere.trusting());
        // The SDK takes it for a network that is down, and tries until then.
        tryTimeout = Duration.ofSeconds(5);
        assertThatThrownBy(() -> sender("orders").sendMessage(message("a"))).isInstanceOf(RuntimeException.class);
        assertThat(emulator.counts("orders").active()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void todaysVersionsAreSpoken(String version) throws Exception {
        start(localhost, 0);
        try (var socket = connect(version)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void oldVersionsAreRefused() throws Exception {
        start(localhost, 0);
        // A hello of TLS 1.1 by hand, as today's JDK does not say one; answered with the alert "protocol version", 70.
        var hello = "0302" + "00".repeat(32) + "00" + "0004c00ac009" + "0100";
        try (var client = new RawClient(emulator.tlsPort())) {
            client.write(RawClient.hex("160301002f" + "0100002b" + hello));
            assertThat(client.input().readNBytes(7)).startsWith(21).endsWith(2, 70);
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamed() throws Exception {
        var broken = Files.writeString(folder.resolve("broken.pem"), "nothing");
        assertThatThrownBy(() -> ServiceBusEmulator.builder()
                        .tls(broken, localhost.key())
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(broken.toString());
        assertThatThrownBy(() -> ServiceBusEmulator.builder()
                        .tls(folder.resolve("absent"), localhost.key())
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't read");
        assertThatThrownBy(() -> ServiceBusEmulator.builder().port(-1).start())
                .hasMessageContaining("a certificate is needed");
    }

    private void start(Certificates certificates, int port) throws Exception {
        emulator = ServiceBusEmulator.builder()
                .host("localhost")
                .port(port)
                .adminPort(-1)
                .queue(QueueOptions.named("orders"))
                .tls(certificates.chain(), certificates.key())
                .start();
    }

    private SSLSocket connect(String version) throws Exception {
        var socket = (SSLSocket) localhost.trusting().getSocketFactory().createSocket("localhost", emulator.tlsPort());
        socket.setSoTimeout(30_000);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }
}
