package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.inlet.HostEncoder.DataType;
import dev.sluice.consumer.inlet.HostEncoder.Sent;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.messaging.ReceivedOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the host passes on, in whichever of its encodings, is the order that was sent. */
class HostRoundTripTest {
    private static final int ENVELOPES = 10_000;

    @Test
    void everyOrderComesThroughEveryEncoding() throws Exception {
        long seed = Long.getLong("sluice.test.seed", System.nanoTime());
        Random random = new Random(seed);
        RandomOrders orders = new RandomOrders(random);
        for (int i = 0; i < ENVELOPES; i++) {
            DataType type = DataType.values()[random.nextInt(3)];
            boolean many = random.nextBoolean();
            List<OrderMessage> sent = Stream.generate(orders::next)
                    .limit(many ? random.nextInt(5) : 1)
                    .toList();
            List<Sent> asSent = sent.stream().map(orders::sent).toList();
            byte[] envelope = many ? HostEncoder.many(type, asSent) : HostEncoder.one(type, asSent.get(0));

            List<ReceivedMessage> received = InvocationDecoder.decode(envelope, "primary");

            assertThat(received).as("seed %d, envelope %d", seed, i).hasSize(sent.size());
            for (int k = 0; k < sent.size(); k++) {
                check(received.get(k), sent.get(k), asSent.get(k), "seed %d, envelope %d, %s".formatted(seed, i, type));
            }
        }
    }

    private static void check(ReceivedMessage received, OrderMessage order, Sent sent, String which) throws Exception {
        InboundMessage message = received.message();
        ReceivedOrder decoded = OrderCodec.decode(message.body(), message.contentType(), message.properties());
        assertThat(decoded.orderId()).as(which).isEqualTo(order.orderId());
        assertThat(decoded.order()).as(which).isEqualTo(order.order());
        assertThat(decoded.trace()).as(which).isEqualTo(order.trace());
        assertThat(message.body()).as(which).isEqualTo(sent.body());
        assertThat(message.messageId()).as(which).isEqualTo(sent.messageId());
        assertThat(message.sequenceNumber()).as(which).isEqualTo(sent.sequenceNumber());
        assertThat(message.deliveryCount()).as(which).isEqualTo(sent.deliveryCount() - 1);
        assertThat(message.properties()).as(which).isEqualTo(sent.properties());
        assertThat(received.again().get().getCorrelationId()).as(which).isEqualTo(sent.correlationId());
    }
}
