package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmqpOptionsTest {

    private static final TlsFiles FILES = new TlsFiles(Path.of("chain.pem"), Path.of("key.pem"));

    @ParameterizedTest
    @CsvSource({"0.0.0.0,127.0.0.1", "192.0.2.1,127.0.0.1", "127.0.0.1,127.0.0.1", "127.0.0.2,127.0.0.2", "::1,::1"})
    void besideTlsPlainAmqpDoesNotLeaveTheMachine(String host, String plain) throws Exception {
        assertThat(options(host, FILES).plainHost()).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "192.0.2.1", "127.0.0.1"})
    void withoutTlsItIsWhereItIsAskedFor(String host) throws Exception {
        assertThat(options(host, null).plainHost()).isEqualTo(host);
    }

    private static AmqpOptions options(String host, TlsFiles tls) {
        return new AmqpOptions(host, 0, 0, tls, 1, null, null, null);
    }
}
