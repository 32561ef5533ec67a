package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.metrics.Traffic;
import dev.sluice.emulator.security.AccessRight;
import dev.sluice.emulator.security.SasKey;
import dev.sluice.emulator.security.SasKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

/** Tokens and SASL PLAIN on the wire, on a clock that the test moves. */
class AuthorizationTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final TestClock clock = new TestClock();
    private final SasKeys keys = new SasKeys(List.of(
            new SasKey("root", "secret", EnumSet.allOf(AccessRight.class)),
            new SasKey("reader", "read", Set.of(AccessRight.LISTEN))));
    private final Broker broker =
            new Broker(Clock.systemUTC(), (when, work) -> () -> {}, new AmqpMessageFormat(), true);
    private final EmbeddedClient client = connect("ANONYMOUS", "", "");
    private Sender requests;
    private Receiver replies;

    @Test
    void withoutATokenNothingIsAttachedAndNothingIsCreated() {
        assertRefused(client.sender("q"), "'Send' claim(s) are required to perform this operation. Resource:");
        assertRefused(client.receiver("q"), "'Listen' claim(s)");
        assertRefused(client.receiver("q/$management"), "'Send,Listen,Manage' claim(s)");
        var coordinator = client.session.sender("tx");
        coordinator.setTarget(new Coordinator());
        coordinator.open();
        client.exchange();
        assertRefused(coordinator, "Unauthorized access");
        assertThat(broker.paths()).as("nobody unknown makes queues").isEmpty();
    }

    @Test
    void linksEndWhenTheirTokenExpiresAndGoOnWhenItIsRenewed() {
        assertThat(put("amqp://host/q", "root", "secret", 60)).isEqualTo(202);
        assertThat(put("amqp://host/other", "root", "secret", 600)).isEqualTo(202);
        var link = client.sender("q");
        var other = client.sender("other");
        pass(30);
        assertThat(put("amqp://host/q", "root", "secret", 60)).isEqualTo(202);
        pass(31);
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        pass(30);
        assertRefused(link, "'Send' claim(s)");
        assertThat(other.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        assertRefused(client.receiver("q"), "'Listen' claim(s)");
    }

    @Test
    void aReceiverWhoseTokenExpiredGetsNothingMore() {
        assertThat(put("amqp://host/q", "reader", "read", 60)).isEqualTo(202);
        var link = client.receiver("q");
        link.flow(10);
        client.exchange();
        pass(61);
        broker.find("q").orElseThrow().send(List.of(MessageReader.read(new byte[] {0, 0x53, 0x75, (byte) 0xa0, 0})));
        client.exchange();
        assertThat(client.received(link)).isEmpty();
        assertThat(broker.counts("q").orElseThrow().active()).isEqualTo(1);
    }

    @Test
    void aTokenOfAnIdentityProviderIsRefusedInAClearSentence() {
        open();
        assertThat(request(Map.of("operation", "put-token", "type", "jwt", "name", "amqp://host/q"), "e30.e30.x")
                        .get("statusDescription")
                        .toString())
                .startsWith("Only shared access signatures");
    }

    @Test
    void requestsThatAreNoneAreRefused() {
        open();
        var type = "servicebus.windows.net:sastoken";
        assertThat(request(Map.of("operation", "put-token", "type", type), "x").get("statusCode"))
                .isEqualTo(400);
        assertThat(request(Map.of("operation", "put-token", "type", type, "name", "q"), 7)
                        .get("statusCode"))
                .isEqualTo(400);
        assertThat(request(Map.of("operation", "delete"), "x").get("statusCode"))
                .isEqualTo(400);
    }

    @Test
    void theNumberOfTokensIsBounded() {
        for (int i = 0; i < ProtonEvents.MAX_LINKS; i++) {
            assertThat(put("amqp://host/q" + i, "root", "secret", 60)).isEqualTo(202);
        }
        assertThat(put("amqp://host/more", "root", "secret", 60)).isEqualTo(403);
        assertThat(put("amqp://host/q1", "root", "secret", 60)).isEqualTo(202);
    }

    @Test
    void nameAndKeyInSaslPlainAreATokenForEverything() {
        var jms = connect("PLAIN", "root", "secret");
        assertThat(jms.sender("q").getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        var reader = connect("PLAIN", "reader", "read");
        assertThat(reader.receiver("q").getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        assertRefused(reader.sender("q"), "'Send' claim(s)");
    }

    /** The SDK asks for a link to send on first, and so does not come that far. */
    @Test
    void whoMayOnlyListenSchedulesNothing() {
        var reader = connect("PLAIN", "reader", "read");
        for (var operation : List.of("schedule-message", "cancel-scheduled-message")) {
            var reply = reader.request("q/$management", "com.microsoft:" + operation, Map.of())
                    .getApplicationProperties()
                    .getValue();
            assertThat(reply.get("statusCode")).as(operation).isEqualTo(401);
            assertThat(reply.get("statusDescription").toString()).contains("'Send' claim(s)");
        }
    }

    @Test
    void aWrongKeyInSaslPlainEndsTheConnection() {
        var wrong = connect("PLAIN", "root", "guess");
        assertThat(wrong.connection.getRemoteState()).isEqualTo(EndpointState.UNINITIALIZED);
        assertThat(wrong.channel.isOpen()).isFalse();
    }

    private EmbeddedClient connect(String mechanism, String user, String password) {
        var services = new ConnectionServices(keys, new Faults(), new Traffic(), clock);
        return EmbeddedClient.connect(mechanism, user, password, broker, services);
    }

    private void pass(int seconds) {
        clock.now = clock.now.plusSeconds(seconds);
        client.pass(seconds);
        client.exchange();
    }

    private void open() {
        replies = client.session.receiver("replies");
        var source = new Source();
        source.setAddress("$cbs");
        var target = new Target();
        target.setAddress("here");
        replies.setSource(source);
        replies.setTarget(target);
        replies.open();
        replies.flow(2000);
        requests = client.sender("$cbs");
    }

    private Object put(String audience, String name, String key, int seconds) {
        if (requests == null) {
            open();
        }
        var type = "servicebus.windows.net:sastoken";
        var properties = Map.<String, Object>of("operation", "put-token", "type", type, "name", audience);
        return request(properties, token(audience, name, key, clock.now.plusSeconds(seconds)))
                .get("statusCode");
    }

    private Map<String, Object> request(Map<String, Object> properties, Object token) {
        var message = Message.Factory.create();
        message.setMessageId("1");
        message.setReplyTo("here");
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setBody(new AmqpValue(token));
        var buffer = new byte[5000];
        client.send(requests, Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length)));
        var delivery = replies.current();
        var bytes = new byte[delivery.available()];
        replies.recv(bytes, 0, bytes.length);
        replies.advance();
        var reply = Message.Factory.create();
        reply.decode(bytes, 0, bytes.length);
        return reply.getApplicationProperties().getValue();
    }

    private static String token(String audience, String name, String key, Instant expiry) {
        try {
            var resource = URLEncoder.encode(audience, StandardCharsets.UTF_8);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var text = resource + "\n" + expiry.getEpochSecond();
            var signature = Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
            return "SharedAccessSignature sr=" + resource + "&sig="
                    + URLEncoder.encode(signature, StandardCharsets.UTF_8) + "&se=" + expiry.getEpochSecond() + "&skn="
                    + name;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(Link link, String words) {
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.CLOSED);
        assertThat((Object) link.getRemoteCondition().getCondition()).isEqualTo(AmqpErrors.UNAUTHORIZED_ACCESS);
        assertThat(link.getRemoteCondition().getDescription()).contains(words);
    }

    private static final class TestClock extends Clock {
        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
