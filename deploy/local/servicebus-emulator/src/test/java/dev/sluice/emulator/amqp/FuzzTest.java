package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.EntityCounts;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A valid conversation, recorded, and ten thousand times played to a server with some of its bytes changed: none may make
 * it throw, hang or disturb others. The seed stands in the failure; the cases are the same in every run.
 */
class FuzzTest {

    private static final long SEED = 20_261_122L;
    private static final int CASES = 10_000;

    private final Logger log = Logger.getLogger(AmqpConnection.class.getName());

    @BeforeEach
    void beQuiet() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        log.setLevel(null);
    }

    @Test
    void noMutationOfAValidConversationDisturbsTheServer() {
        var recorded = record();
        var broker = new Broker(Clock.systemUTC(), (when, work) -> () -> {}, new AmqpMessageFormat(), true);
        var healthy = EmbeddedClient.connect("ANONYMOUS", broker);
        var sender = healthy.sender("healthy");
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            for (int i = 0; i < CASES; i++) {
                play(mutate(recorded, new Random(SEED + i)), broker, i);
            }
        });
        DeliveryState answer = healthy.send(sender, message()).getRemoteState();
        assertThat(answer).isInstanceOf(Accepted.class);
        assertThat(broker.counts("healthy")).contains(new EntityCounts(1, 0, 0, 0, 0));
    }

    private static void play(List<byte[]> chunks, Broker broker, int number) {
        var channel = new EmbeddedChannel(
                new ProtocolHeaderCheck(), new AmqpConnection(broker, ConnectionServices.none(), () -> 1));
        try {
            for (var chunk : chunks) {
                if (channel.isOpen()) {
                    channel.writeInbound(Unpooled.wrappedBuffer(chunk));
                    channel.runPendingTasks();
                }
            }
            // Rethrows what no handler dealt with.
            channel.checkException();
        } catch (Throwable thrown) {
            throw new AssertionError("case " + number + " of seed " + SEED, thrown);
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private static List<byte[]> mutate(List<byte[]> recorded, Random random) {
        var chunks = new ArrayList<byte[]>();
        recorded.forEach(chunk -> chunks.add(chunk.clone()));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            var chunk = chunks.get(random.nextInt(chunks.size()));
            int at = random.nextInt(chunk.length);
            switch (random.nextInt(4)) {
                case 0 -> chunk[at] = (byte) random.nextInt(256);
                case 1 -> chunk[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> chunk[at] = (byte) 0xff;
                default -> {
                    int other = random.nextInt(chunk.length);
                    System.arraycopy(chunk.clone(), at, chunk, other, Math.min(8, chunk.length - Math.max(at, other)));
                }
            }
        }
        if (random.nextInt(8) == 0) {
            chunks.remove(random.nextInt(chunks.size()));
        }
        return chunks;
    }

    /** What a client says that sends, receives and settles, in the pieces in which it says it. */
    private static List<byte[]> record() {
        var client = EmbeddedClient.connect("ANONYMOUS");
        var sender = client.sender("q");
        client.send(sender, message());
        client.send(sender, message());
        var receiver = client.receiver("q");
        receiver.flow(10);
        client.exchange();
        for (var delivery : client.received(receiver)) {
            delivery.disposition(Accepted.getInstance());
            delivery.settle();
        }
        client.exchange();
        receiver.close();
        client.exchange();
        client.connection.close();
        client.exchange();
        return client.said();
    }

    private static byte[] message() {
        var message = Message.Factory.create();
        message.setMessageId("id");
        message.setBody(new Data(new Binary("body".getBytes())));
        var buffer = new byte[1000];
        var bytes = new ByteArrayOutputStream();
        bytes.write(buffer, 0, message.encode(buffer, 0, buffer.length));
        return bytes.toByteArray();
    }
}
