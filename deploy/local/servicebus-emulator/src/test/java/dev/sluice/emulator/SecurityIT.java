package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.security.AccessRight;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may do what, as the real SDK learns it. */
class SecurityIT extends SdkTest {

    private static final String SECRET = "a+secret/with=signs";

    private String credentials;

    @BeforeEach
    void startWithKeys() {
        emulator = ServiceBusEmulator.builder()
                .adminPort(-1)
                .queue(QueueOptions.named("orders"))
                .queue(QueueOptions.named("others"))
                .sasKey("sender", "send-key", AccessRight.SEND)
                .sasKey("RootManageSharedAccessKey", SECRET)
                .sasKey("listener", "listen-key", AccessRight.LISTEN)
                .start();
    }

    @Override
    ServiceBusClientBuilder clients() {
        return new ServiceBusClientBuilder()
                .connectionString(
                        credentials == null
                                ? emulator.connectionString()
                                : "Endpoint=sb://127.0.0.1:" + emulator.port() + ";" + credentials
                                        + ";UseDevelopmentEmulator=true")
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(10))
                        .setMaxRetries(0));
    }

    @Test
    void theConnectionStringCarriesTheKeyThatAllowsEverything() {
        assertThat(emulator.connectionString())
                .contains("SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=" + SECRET + ";");
        assertThat(emulator.redactedConnectionString())
                .doesNotContain(SECRET)
                .contains(";SharedAccessKey=***;UseDevelopmentEmulator=true;");
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        var received = receiveOne(receiver);
        receiver.renewMessageLock(received);
        receiver.complete(received);
        sender("orders").scheduleMessage(message("b"), OffsetDateTime.now().plusHours(1));
        assertThat(receiver.peekMessage().getBody().toString()).isEqualTo("b");
    }

    @Test
    void aWrongKeyIsUnauthorized() {
        as("RootManageSharedAccessKey", "guess");
        assertUnauthorized(() -> sender("orders").sendMessage(message("a")), "InvalidSignature");
        assertThat(emulator.counts("orders").active()).isZero();
    }

    @Test
    void whoMayListenCannotSendNorSchedule() {
        sender("orders").sendMessage(message("a"));
        as("listener", "listen-key");
        assertUnauthorized(
                () -> sender("orders").sendMessage(message("b")),
                "Unauthorized access. 'Send' claim(s) are required to perform this operation.");
        assertUnauthorized(
                () -> sender("orders")
                        .scheduleMessage(message("b"), OffsetDateTime.now().plusHours(1)),
                "'Send' claim(s) are required");
        var receiver = receiver("orders");
        assertThat(receiver.peekMessage().getBody().toString()).isEqualTo("a");
        receiver.complete(receiveOne(receiver));
        assertThat(emulator.counts("orders").active()).isZero();
    }

    @Test
    void whoMaySendCannotReceiveNorPeek() {
        as("sender", "send-key");
        sender("orders").sendMessage(message("a"));
        assertUnauthorized(() -> receiver("orders").peekMessage(), "'Listen' claim(s) are required");
        assertThatThrownBy(() -> receiver("orders").receiveMessages(1, Duration.ofSeconds(20)).stream()
                        .count())
                .hasStackTraceContaining("'Listen' claim(s) are required");
        assertThat(emulator.counts("orders").active()).isEqualTo(1);
    }

    @Test
    void aSignatureThatAnApplicationMadeHoldsForItsEntityAndItsTime() throws Exception {
        credentials = "SharedAccessSignature=" + token("sb://any/orders", 60);
        sender("orders").sendMessage(message("a"));
        assertUnauthorized(() -> sender("others").sendMessage(message("a")), "InvalidAudience");
        credentials = "SharedAccessSignature=" + token("sb://any/orders", -1);
        assertUnauthorized(() -> sender("orders").sendMessage(message("a")), "ExpiredToken");
        assertThat(emulator.counts("orders").active()).isEqualTo(1);
        assertThat(emulator.counts("others").active()).isZero();
    }

    private void as(String name, String key) {
        credentials = "SharedAccessKeyName=" + name + ";SharedAccessKey=" + key;
    }

    private static String token(String audience, int seconds) throws Exception {
        var resource = URLEncoder.encode(audience, StandardCharsets.UTF_8);
        long expiry = Instant.now().plusSeconds(seconds).getEpochSecond();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        var signature = Base64.getEncoder()
                .encodeToString(mac.doFinal((resource + "\n" + expiry).getBytes(StandardCharsets.UTF_8)));
        return "SharedAccessSignature sr=" + resource + "&sig=" + URLEncoder.encode(signature, StandardCharsets.UTF_8)
                + "&se=" + expiry + "&skn=RootManageSharedAccessKey";
    }

    private static void assertUnauthorized(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .hasStackTraceContaining(words)
                .isInstanceOfSatisfying(ServiceBusException.class, failure -> assertThat(failure.getReason())
                        .isEqualTo(ServiceBusFailureReason.UNAUTHORIZED));
    }
}
