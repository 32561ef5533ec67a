package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.broker.EntityCounts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the protocol asks for and no SDK does on purpose. */
class AmqpConnectionTest {

    private final EmbeddedClient client = EmbeddedClient.connect("ANONYMOUS");

    @ParameterizedTest
    @ValueSource(strings = {"ANONYMOUS", "PLAIN", "EXTERNAL", "MSSBCBS"})
    void everyMechanismOfAzureLetsAClientIn(String mechanism) {
        var any = EmbeddedClient.connect(mechanism);
        assertThat(any.connection.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        assertThat(any.session.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        assertThat(any.transport.getRemoteMaxFrameSize()).isEqualTo(65_536);
        assertThat(any.transport.getRemoteIdleTimeout()).isEqualTo(120_000);
    }

    @Test
    void anIdleClientIsKeptAliveByEmptyFrames() {
        client.pass(60);
        ByteBuf frame = client.channel.readOutbound();
        assertThat(frame).isNotNull();
        assertThat(ByteBufUtil.hexDump(frame)).isEqualTo("0000000802000000");
        frame.release();
    }

    @Test
    void aClientThatSaysNothingForTwiceTheIdleTimeoutIsGone() {
        client.pass(239);
        assertThat(client.channel.isOpen()).isTrue();
        client.pass(2);
        assertThat(client.channel.isOpen()).isFalse();
    }

    @Test
    void oneConnectionHasNoMoreThanAThousandLinks() {
        for (int i = 0; i < ProtonEvents.MAX_LINKS; i++) {
            assertThat(client.sender("q" + i).getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        }
        assertRefused(client.sender("one-too-many"), AmqpErrors.RESOURCE_LIMIT_EXCEEDED);
    }

    @Test
    void noMoreIsDeliveredThanThereIsCreditFor() {
        put("a", "b", "c");
        var link = client.receiver("q");
        client.exchange();
        assertThat(client.received(link)).isEmpty();
        link.flow(2);
        client.exchange();
        assertThat(client.received(link)).hasSize(2);
        assertThat(counts()).isEqualTo(new EntityCounts(1, 2, 0, 0, 0));
    }

    @Test
    void drainDeliversWhatIsThereAndReturnsTheRestOfTheCredit() {
        put("a");
        var link = client.receiver("q");
        link.drain(10);
        client.exchange();
        assertThat(client.received(link)).hasSize(1);
        assertThat(link.getCredit()).isZero();
        put("b");
        client.exchange();
        assertThat(client.received(link)).as("without credit nothing comes").isEmpty();
        link.flow(1);
        client.exchange();
        assertThat(client.received(link)).hasSize(1);
    }

    @Test
    void drainOfAnEmptyQueueEndsAWait() {
        var link = client.receiver("q");
        link.flow(5);
        client.exchange();
        link.drain(0);
        client.exchange();
        assertThat(link.getCredit()).isZero();
    }

    @Test
    void aMessageThatArrivesLaterIsDeliveredToTheCreditThatWaits() {
        var link = client.receiver("q");
        link.flow(1);
        client.exchange();
        put("a");
        client.exchange();
        assertThat(client.received(link)).hasSize(1);
    }

    @Test
    void eachOutcomeIsAnsweredSettledWithItself() {
        assertThat(settle(Accepted.getInstance())).isInstanceOf(Accepted.class);
        assertThat(counts()).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        assertThat(settle(Released.getInstance())).isInstanceOf(Released.class);
        assertThat(counts()).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));
        assertThat(settle(new Modified())).isInstanceOf(Modified.class);
        var rejected = new Rejected();
        rejected.setError(new ErrorCondition(Symbol.valueOf("com.microsoft:dead-letter"), null));
        assertThat(settle(rejected)).isInstanceOfSatisfying(Rejected.class, answer -> assertThat(answer.getError())
                .isNull());
        assertThat(counts().deadLettered()).isEqualTo(1);
    }

    @Test
    void aLostLockIsAnsweredRejectedWithItsError() {
        put("a");
        var link = client.receiver("q");
        link.flow(1);
        client.exchange();
        var delivery = client.received(link).get(0);
        var token = EmbeddedClient.lockToken(delivery);
        client.queue("q").complete(token);
        delivery.disposition(Accepted.getInstance());
        client.exchange();
        assertThat(delivery.remotelySettled()).isTrue();
        assertThat(delivery.getRemoteState()).isInstanceOfSatisfying(Rejected.class, answer -> assertThat(
                        (Object) answer.getError().getCondition())
                .isEqualTo(AmqpErrors.MESSAGE_LOCK_LOST));
    }

    @Test
    void locksOutliveTheLinkAndTheConnection() {
        put("a");
        var link = client.receiver("q");
        link.flow(1);
        client.exchange();
        link.close();
        client.exchange();
        assertThat(counts().locked()).isEqualTo(1);
        client.channel.close();
        assertThat(counts().locked()).isEqualTo(1);
    }

    @Test
    void aClosedLinkTakesNothingMore() {
        var link = client.receiver("q");
        link.flow(1);
        client.exchange();
        client.channel.close();
        put("a");
        client.channel.runPendingTasks();
        assertThat(counts()).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));
    }

    @Test
    void aMessageGoesToWhoStillWaitsWhenTheFirstInLineIsGone() {
        var gone = client.receiver("q");
        gone.flow(1);
        client.exchange();
        var other = EmbeddedClient.connect("ANONYMOUS", client.broker);
        var waiting = other.receiver("q");
        waiting.flow(1);
        other.exchange();
        gone.close();
        client.exchange();
        put("a");
        other.exchange();
        assertThat(other.received(waiting)).hasSize(1);
    }

    @Test
    void aTransferThatGrowsTooLargeEndsItsLinkBeforeItIsWhole() {
        var link = client.sender("q");
        assertThat(link.getRemoteMaxMessageSize().longValue()).isEqualTo(1 << 20);
        var tooLarge = link.delivery(new byte[] {1});
        var part = new byte[600_000];
        link.send(part, 0, part.length);
        client.exchange();
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
        link.send(part, 0, part.length);
        client.exchange();
        assertRefused(link, AmqpErrors.MESSAGE_SIZE_EXCEEDED);
        assertThat(tooLarge.getRemoteState()).isInstanceOfSatisfying(Rejected.class, answer -> assertThat(
                        (Object) answer.getError().getCondition())
                .isEqualTo(AmqpErrors.MESSAGE_SIZE_EXCEEDED));
        assertThat(client.connection.getRemoteState()).isEqualTo(EndpointState.ACTIVE);
    }

    @Test
    void whatIsNoMessageIsRejectedAndTheLinkGoesOn() {
        var link = client.sender("q");
        var broken = client.send(link, "nonsense".getBytes());
        assertThat(broken.getRemoteState()).isInstanceOfSatisfying(Rejected.class, answer -> assertThat(
                        (Object) answer.getError().getCondition())
                .isEqualTo(AmqpErrors.DECODE_ERROR));
        assertThat(client.send(link, encoded("fine")).getRemoteState()).isInstanceOf(Accepted.class);
        assertThat(counts().active()).isEqualTo(1);
    }

    @Test
    void nobodySendsToADeadLetterQueue() {
        assertRefused(client.sender("q/$DeadLetterQueue"), AmqpErrors.NOT_ALLOWED);
    }

    @Test
    void aNameThatNoEntityCanHaveIsNotFound() {
        assertRefused(client.sender("no such name"), AmqpErrors.NOT_FOUND);
        assertRefused(client.receiver("no such name"), AmqpErrors.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "AMQP\u0000\u0002\u0000\u0000",
                "AMQP\u0003\u0001\u0000\u0000\u00ff\u00ff\u00ff\u00ff\u0002\u0001\u0000\u0000"
            })
    void whatIsNotAmqpClosesItsConnection(String bytes) {
        var channel = new EmbeddedChannel(new AmqpConnection(client.broker, ConnectionServices.none()));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        channel.releaseOutbound();
        assertThat(client.channel.isOpen()).as("the other connection").isTrue();
    }

    @Test
    void aFrameLargerThanAgreedClosesItsConnection() {
        client.channel.writeInbound(
                Unpooled.wrappedBuffer(new byte[] {0x00, 0x02, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00}));
        client.channel.runPendingTasks();
        assertThat(client.channel.isOpen()).isFalse();
    }

    private void put(String... bodies) {
        for (var body : bodies) {
            client.queue("q").send(List.of(MessageReader.read(encoded(body))));
        }
    }

    private DeliveryState settle(DeliveryState outcome) {
        if (counts().active() == 0) {
            put("m");
        }
        var link = client.receiver("q");
        link.flow(1);
        client.exchange();
        var delivery = client.received(link).get(0);
        delivery.disposition(outcome);
        client.exchange();
        assertThat(delivery.remotelySettled()).isTrue();
        delivery.settle();
        return delivery.getRemoteState();
    }

    private EntityCounts counts() {
        client.queue("q");
        return client.broker.counts("q").orElseThrow();
    }

    private static void assertRefused(Link link, Symbol condition) {
        assertThat(link.getRemoteState()).isEqualTo(EndpointState.CLOSED);
        assertThat((Object) link.getRemoteCondition().getCondition()).isEqualTo(condition);
    }

    private static byte[] encoded(String body) {
        var message = Message.Factory.create();
        message.setBody(new Data(new Binary(body.getBytes())));
        var buffer = new byte[1000];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }
}
