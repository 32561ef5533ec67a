package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.MessageQueue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.ReceiverSettleMode;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;

/** An AMQP client that talks to a server connection in memory: what no SDK does can be done with it. */
final class EmbeddedClient {

    final Broker broker;
    final AtomicLong millis = new AtomicLong(1);
    final EmbeddedChannel channel;
    final Transport transport = Transport.Factory.create();
    final Connection connection = Connection.Factory.create();
    final Session session = connection.session();

    private EmbeddedClient(Broker broker) {
        this.broker = broker;
        this.channel = new EmbeddedChannel(new AmqpConnection(broker, millis::get));
    }

    /** Connects to a broker of its own with a SASL mechanism, and opens a session. */
    static EmbeddedClient connect(String mechanism) {
        return connect(
                mechanism, new Broker(Clock.systemUTC(), (when, work) -> () -> {}, new AmqpMessageFormat(), true));
    }

    /** Connects to a broker that others use too. */
    static EmbeddedClient connect(String mechanism, Broker broker) {
        var client = new EmbeddedClient(broker);
        client.channel.freezeTime();
        client.transport.setMaxFrameSize(4096);
        // The engine advertises half of it.
        client.transport.setIdleTimeout(120_000);
        var sasl = client.transport.sasl();
        sasl.client();
        if (mechanism.equals("PLAIN")) {
            sasl.plain("user", "password");
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
                channel.writeInbound(bytes);
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

    /** Sends bytes as one transfer, unsettled. */
    Delivery send(Sender link, byte[] payload) {
        var delivery = link.delivery(new byte[] {1, (byte) link.getUnsettled()});
        link.send(payload, 0, payload.length);
        link.advance();
        exchange();
        return delivery;
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
