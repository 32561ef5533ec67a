package dev.sluice.emulator.amqp;

import dev.sluice.emulator.LeakCheck;
import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.MessageQueue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.codec.WritableBuffer;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.apache.qpid.proton.message.Message;

/** An AMQP client that talks to a server connection in memory: what no SDK does can be done with it. */
final class EmbeddedClient {

    final Broker broker;
    final AtomicLong millis = new AtomicLong(1);
    final EmbeddedChannel channel;
    final Transport transport = Transport.Factory.create();
    final Connection connection = Connection.Factory.create();
    final Session session = connection.session();
    private Receiver replies;
    private Sender requests;
    private final List<byte[]> said = new ArrayList<>();

    private EmbeddedClient(Broker broker, ConnectionServices services) {
        this.broker = broker;
        this.channel = new EmbeddedChannel(new AmqpConnection(broker, services, millis::get));
        LeakCheck.afterwards(channel::finishAndReleaseAll);
    }

    /** Connects to a broker of its own with a SASL mechanism, and opens a session. */
    static EmbeddedClient connect(String mechanism) {
        return connect(
                mechanism, new Broker(Clock.systemUTC(), (when, work) -> () -> {}, new AmqpMessageFormat(), true));
    }

    /** Connects to a broker that others use too. */
    static EmbeddedClient connect(String mechanism, Broker broker) {
        return connect(mechanism, "user", "password", broker, ConnectionServices.none());
    }

    /** Connects with keys, faults and a clock of the test's own; user and password are for PLAIN. */
    static EmbeddedClient connect(
            String mechanism, String user, String password, Broker broker, ConnectionServices services) {
        var client = new EmbeddedClient(broker, services);
        client.channel.freezeTime();
        client.transport.setMaxFrameSize(4096);
        // The engine advertises half of it.
        client.transport.setIdleTimeout(120_000);
        var sasl = client.transport.sasl();
        sasl.client();
        if (mechanism.equals("PLAIN")) {
            sasl.plain(user, password);
        } else {
            sasl.setMechanisms(mechanism);
        }
        client.transport.bind(client.connection);
        client.connection.open();
        client.session.open();
        client.exchange();
        return client;
    }

    /** Moves bytes to and fro until both sides have said all they have to say. */
    void exchange() {
        for (boolean more = true; more; ) {
            more = false;
            while (transport.pending() > 0) {
                var bytes = Unpooled.copiedBuffer(transport.head());
                transport.pop(transport.pending());
                said.add(ByteBufUtil.getBytes(bytes));
                if (channel.isOpen()) {
                    channel.writeInbound(bytes);
                } else {
                    bytes.release();
                }
                more = true;
            }
            channel.runPendingTasks();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                while (out.isReadable()) {
                    var tail = transport.tail();
                    tail.limit(tail.position() + Math.min(tail.remaining(), out.readableBytes()));
                    out.readBytes(tail);
                    transport.process();
                }
                out.release();
                more = true;
            }
        }
    }

    /** Sends a frame on channel 0 that the engine would not send by itself. */
    void frame(Object performative) {
        var frame = ByteBuffer.allocate(1000);
        frame.putInt(0).putInt(0x02000000);
        AmqpCodec.encode(new WritableBuffer.ByteBufferWrapper(frame), performative);
        frame.putInt(0, frame.position()).flip();
        channel.writeInbound(Unpooled.wrappedBuffer(frame));
        channel.runPendingTasks();
    }

    /** All that this client has sent so far, piece by piece. */
    List<byte[]> said() {
        return said;
    }

    /** Lets time pass for the server, second by second; nothing is exchanged. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            millis.addAndGet(1000);
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    MessageQueue queue(String name) {
        return broker.find(name).orElseThrow();
    }

    Sender sender(String address) {
        var link = session.sender("to-" + address);
        var target = new Target();
        target.setAddress(address);
        link.setTarget(target);
        link.setSource(new Source());
        link.open();
        exchange();
        return link;
    }

    Receiver receiver(String address) {
        var link = session.receiver("from-" + address);
        var source = new Source();
        source.setAddress(address);
        link.setSource(source);
        link.setTarget(new Target());
        link.setSenderSettleMode(SenderSettleMode.UNSETTLED);
        link.setReceiverSettleMode(ReceiverSettleMode.SECOND);
        link.open();
        exchange();
        return link;
    }

    /** Asks for a session; null for any. The link opens when there is one. */
    Receiver sessionReceiver(String address, String sessionId, int timeoutMillis) {
        var link = session.receiver("session-of-" + address + "-" + UUID.randomUUID());
        var source = new Source();
        source.setAddress(address);
        source.setFilter(Collections.singletonMap(Symbol.valueOf("com.microsoft:session-filter"), sessionId));
        link.setSource(source);
        link.setTarget(new Target());
        link.setSenderSettleMode(SenderSettleMode.UNSETTLED);
        link.setReceiverSettleMode(ReceiverSettleMode.SECOND);
        link.setProperties(Map.of(Symbol.valueOf("com.microsoft:timeout"), UnsignedInteger.valueOf(timeoutMillis)));
        link.open();
        exchange();
        return link;
    }

    /** Asks a {@code $management} node, and gives the answer. */
    Message request(String node, String operation, Map<String, Object> body) {
        if (replies == null) {
            replies = session.receiver("replies");
            var source = new Source();
            source.setAddress(node);
            var target = new Target();
            target.setAddress("replies");
            replies.setSource(source);
            replies.setTarget(target);
            replies.setSenderSettleMode(SenderSettleMode.SETTLED);
            replies.open();
            replies.flow(1000);
            requests = sender(node);
        }
        var request = Message.Factory.create();
        request.setMessageId("1");
        request.setReplyTo("replies");
        request.setApplicationProperties(new ApplicationProperties(Map.of("operation", operation)));
        request.setBody(new AmqpValue(body));
        var buffer = new byte[100_000];
        send(requests, Arrays.copyOf(buffer, request.encode(buffer, 0, buffer.length)));
        var bytes = new byte[100_000];
        int length = replies.recv(bytes, 0, bytes.length);
        replies.current().settle();
        var reply = Message.Factory.create();
        reply.decode(bytes, 0, length);
        return reply;
    }

    /** Sends bytes as one transfer, unsettled. */
    Delivery send(Sender link, byte[] payload) {
        var delivery = link.delivery(new byte[] {1, (byte) link.getUnsettled()});
        link.send(payload, 0, payload.length);
        link.advance();
        exchange();
        return delivery;
    }

    /** A message with a body, in a session unless that is null. */
    static byte[] encoded(String body, String sessionId) {
        var message = Message.Factory.create();
        message.setBody(new Data(new Binary(body.getBytes(StandardCharsets.UTF_8))));
        message.setGroupId(sessionId);
        var buffer = new byte[1000];
        return Arrays.copyOf(buffer, message.encode(buffer, 0, buffer.length));
    }

    /** The lock token in a delivery's tag, whose first three groups are little-endian. */
    static UUID lockToken(Delivery delivery) {
        var tag = ByteBuffer.wrap(delivery.getTag());
        return new UUID(
                ((long) Integer.reverseBytes(tag.getInt()) & 0xffff_ffffL) << 32
                        | ((long) Short.reverseBytes(tag.getShort()) & 0xffffL) << 16
                        | (long) Short.reverseBytes(tag.getShort()) & 0xffffL,
                tag.getLong());
    }

    /** The whole deliveries that have arrived on a link. */
    List<Delivery> received(Receiver link) {
        var deliveries = new ArrayList<Delivery>();
        for (var next = link.current(); next != null && !next.isPartial(); next = link.current()) {
            deliveries.add(next);
            link.recv();
            link.advance();
        }
        return deliveries;
    }
}
