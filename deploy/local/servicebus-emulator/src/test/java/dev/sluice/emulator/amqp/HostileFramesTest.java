package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floods, stalls and poison, in memory and on a clock that the test moves. */
class HostileFramesTest {

    private final EmbeddedClient client = EmbeddedClient.connect("ANONYMOUS");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AMQP\u0003\u0001\u0000\u0000",
                "AMQP\u0003\u0001\u0000\u0000\u0000\u0000\u0000\u0030\u0002\u0001",
                "AMQP\u0000\u0001\u0000\u0000"
            })
    void whoDoesNotOpenWithinHalfAMinuteIsCutOff(String bytes) {
        var millis = new AtomicLong();
        var channel = new EmbeddedChannel(new AmqpConnection(client.broker, ConnectionServices.none(), millis::get));
        channel.freezeTime();
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 29; i++) {
            second(channel, millis);
        }
        assertThat(channel.isOpen()).isTrue();
        second(channel, millis);
        second(channel, millis);
        second(channel, millis);
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
        assertThat(client.channel.isOpen()).isTrue();
    }

    @Test
    void aFloodOfSessionsEndsTheConnection() {
        for (int i = 0; i < ProtonEvents.MAX_SESSIONS + 10 && client.channel.isOpen(); i++) {
            client.connection.session().open();
            client.exchange();
        }
        assertThat(client.channel.isOpen()).isFalse();
        assertThat((Object) client.connection.getRemoteCondition().getCondition())
                .isEqualTo(AmqpErrors.RESOURCE_LIMIT_EXCEEDED);
    }

    @Test
    void sessionsAndLinksThatAreEndedDoNotCount() {
        for (int i = 0; i < ProtonEvents.MAX_SESSIONS + 10; i++) {
            var session = client.connection.session();
            session.open();
            session.sender("a" + i).open();
            session.sender("b" + i).open();
            client.exchange();
            session.close();
            client.exchange();
            session.free();
        }
        assertThat(client.channel.isOpen()).isTrue();
        assertThat(client.sender("q").getRemoteState()).isEqualTo(EndpointState.ACTIVE);
    }

    @Test
    void aFloodOfLinksThatAreRefusedEndsTheConnection() {
        for (int i = 0; i < 2 * ProtonEvents.MAX_LINKS + 10 && client.channel.isOpen(); i++) {
            client.sender("no such name " + i);
        }
        assertThat(client.channel.isOpen()).isFalse();
    }

    @Test
    void whoTakesMessagesWithoutEndAndSettlesNoneIsDetached() {
        var queue = client.broker.find("q").orElseThrow();
        var one = MessageReader.read(encoded(new Data(new Binary(new byte[1]))));
        for (int i = 0; i < OutgoingLink.MAX_UNSETTLED + 1000; i += 1000) {
            queue.send(Collections.nCopies(1000, one));
        }
        var link = client.receiver("q");
        link.flow(10_000_000);
        client.exchange();
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.CLOSED);
        assertThat((Object) link.getRemoteCondition().getCondition()).isEqualTo(AmqpErrors.DETACH_FORCED);
        assertThat(client.broker.counts("q").orElseThrow().active()).isPositive();
    }

    @Test
    void propertiesThatAreNestedTooDeeplyAreRejectedBeforeAConsumerHasToReadThem() {
        Object nested = "end";
        for (int i = 0; i < 100; i++) {
            nested = Map.of("n", nested);
        }
        var link = client.sender("q");
        var annotated = Message.Factory.create();
        annotated.setMessageAnnotations(new MessageAnnotations(Map.of(Symbol.valueOf("deep"), nested)));
        assertThat(client.send(link, encoded(annotated)).getRemoteState()).isInstanceOf(Rejected.class);
        var described = Message.Factory.create();
        described.setApplicationProperties(new ApplicationProperties(Map.of("deep", nested)));
        assertThat(client.send(link, encoded(described)).getRemoteState()).isInstanceOf(Rejected.class);
        var flat = Message.Factory.create();
        flat.setApplicationProperties(new ApplicationProperties(Map.of("flat", Map.of("a", Map.of("b", 1)))));
        assertThat(client.send(link, encoded(flat)).getRemoteState()).isInstanceOf(Accepted.class);
    }

    @Test
    void hugePropertyMapsAreMessagesLikeOthers() {
        var properties = new HashMap<String, Object>();
        for (int i = 0; i < 20_000; i++) {
            properties.put("property-" + i, i);
        }
        var huge = Message.Factory.create();
        huge.setApplicationProperties(new ApplicationProperties(properties));
        assertThat(client.send(client.sender("q"), encoded(huge)).getRemoteState())
                .isInstanceOf(Accepted.class);
    }

    private static void second(EmbeddedChannel channel, AtomicLong millis) {
        millis.addAndGet(1000);
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private static byte[] encoded(Data body) {
        var message = Message.Factory.create();
        message.setBody(body);
        return encoded(message);
    }

    private static byte[] encoded(Message message) {
        var buffer = new byte[1 << 20];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }
}
