package dev.sluice.emulator.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.ReceiveMode;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

/** Messages are taken in and handed out without their bodies being touched. */
class MessageCodecTest {

    private static final Symbol SCHEDULED = Symbol.valueOf("x-opt-scheduled-enqueue-time");

    @Test
    void theFieldsThatTheBrokerNeedsAreFound() {
        var when = Instant.parse("2026-01-01T00:00:00Z");
        var message = message("body");
        message.setMessageId("id");
        message.setTtl(5000);
        message.setMessageAnnotations(new MessageAnnotations(new HashMap<>(Map.of(SCHEDULED, Date.from(when)))));
        var read = MessageReader.read(encode(message));
        assertThat(read.messageId()).isEqualTo("id");
        assertThat(read.timeToLive()).isEqualTo(Duration.ofSeconds(5));
        assertThat(read.scheduledEnqueueTime()).isEqualTo(when);
    }

    @Test
    void aMessageWithoutThemHasNone() {
        var read = MessageReader.read(encode(message("body")));
        assertThat(read.messageId()).isNull();
        assertThat(read.timeToLive()).isNull();
        assertThat(read.scheduledEnqueueTime()).isNull();
    }

    /** The SDK says so when it means longer than fits. */
    @Test
    void theLargestTimeToLiveIsNone() {
        var message = message("body");
        message.setTtl(0xFFFF_FFFFL);
        assertThat(MessageReader.read(encode(message)).timeToLive()).isNull();
    }

    @Test
    void aMessageIdOfAnyTypeIsText() {
        var id = UUID.randomUUID();
        var message = message("body");
        message.setMessageId(id);
        assertThat(MessageReader.read(encode(message)).messageId()).isEqualTo(id.toString());
    }

    @Test
    void aBatchIsItsDataSections() {
        var batch = Message.Factory.create();
        var first = encode(message("one"));
        batch.setBody(new Data(new Binary(first)));
        var both = concat(encode(batch), encode(batch));
        assertThat(MessageReader.readTransfer(both, MessageReader.BATCH_FORMAT))
                .extracting(NewMessage::encoded)
                .containsExactly(first, first);
    }

    @Test
    void whatTheSenderEncodedComesOutAgainWithTheBrokersWordsInFront() {
        var message = message("body");
        message.setSubject("subject");
        message.setDurable(true);
        message.setPriority((short) 7);
        message.setApplicationProperties(new ApplicationProperties(new HashMap<>(Map.of("a", 1))));
        message.setMessageAnnotations(
                new MessageAnnotations(new HashMap<>(Map.of(Symbol.valueOf("x-opt-partition-key"), "key"))));
        var out = roundTrip(message, Map.of());

        assertThat(out.getSubject()).isEqualTo("subject");
        assertThat(out.isDurable()).isTrue();
        assertThat(out.getPriority()).isEqualTo((short) 7);
        assertThat(out.getDeliveryCount()).isEqualTo(1);
        assertThat(out.getApplicationProperties().getValue()).isEqualTo(Map.of("a", 1));
        assertThat(((Data) out.getBody()).getValue().toString()).isEqualTo("body");
        var annotations = out.getMessageAnnotations().getValue();
        assertThat(annotations.get(Symbol.valueOf("x-opt-partition-key"))).isEqualTo("key");
        assertThat(annotations.get(Symbol.valueOf("x-opt-sequence-number"))).isEqualTo(1L);
        assertThat(annotations.get(Symbol.valueOf("x-opt-message-state"))).isEqualTo(0);
        assertThat(annotations.get(Symbol.valueOf("x-opt-locked-until"))).isInstanceOf(Date.class);
        assertThat(annotations.get(Symbol.valueOf("x-opt-enqueued-time"))).isInstanceOf(Date.class);
    }

    @Test
    void theEnqueuedTimeIsWhenTheBrokerTookTheMessage() {
        var then = Instant.parse("2026-01-01T00:00:00Z");
        var clock = Clock.fixed(then, ZoneOffset.UTC);
        var broker = new Broker(clock, (when, work) -> () -> {}, new AmqpMessageFormat(), true);
        var queue = broker.find("q").orElseThrow();
        queue.send(List.of(MessageReader.read(encode(message("body")))));
        var bytes = MessageWriter.write(queue.peek(0, 1).get(0), null);
        var out = Message.Factory.create();
        out.decode(bytes.array(), bytes.position(), bytes.remaining());
        assertThat(out.getMessageAnnotations().getValue())
                .containsEntry(Symbol.valueOf("x-opt-enqueued-time"), Date.from(then));
    }

    @Test
    void whatOnlyTheBrokerMaySayIsNotTakenFromTheSender() {
        var message = message("body");
        message.setMessageAnnotations(new MessageAnnotations(new HashMap<>(Map.of(
                Symbol.valueOf("x-opt-sequence-number"), 99L,
                Symbol.valueOf("x-opt-deadletter-source"), "nowhere",
                Symbol.valueOf("x-opt-via-partition-key"), "kept"))));
        var annotations = roundTrip(message, Map.of()).getMessageAnnotations().getValue();
        assertThat(annotations.get(Symbol.valueOf("x-opt-sequence-number"))).isEqualTo(1L);
        assertThat(annotations).doesNotContainKey(Symbol.valueOf("x-opt-deadletter-source"));
        assertThat(annotations.get(Symbol.valueOf("x-opt-via-partition-key"))).isEqualTo("kept");
    }

    @Test
    void annotationsThatAreNotWhatTheirLengthSaysAreRefused() {
        var message = message("body");
        message.setMessageAnnotations(new MessageAnnotations(new HashMap<>(Map.of(SCHEDULED, "later"))));
        var bytes = encode(message);
        // The map's number of elements, behind the header (00 53 70 45), the section's code and the map's size.
        assertThat(bytes[9]).isEqualTo((byte) 2);
        bytes[9] = 0;
        assertThatThrownBy(() -> MessageReader.read(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("annotations");
    }

    @Test
    void changedPropertiesAreMergedIntoTheSendersOwn() {
        var message = message("body");
        message.setSubject("subject");
        message.setApplicationProperties(new ApplicationProperties(new HashMap<>(Map.of("a", 1, "b", 1))));
        var out = roundTrip(message, Map.of("b", 2, "c", "x".repeat(5000)));
        assertThat(out.getApplicationProperties().getValue()).isEqualTo(Map.of("a", 1, "b", 2, "c", "x".repeat(5000)));
        assertThat(out.getSubject()).isEqualTo("subject");
        assertThat(((Data) out.getBody()).getValue().toString()).isEqualTo("body");
    }

    @Test
    void changedPropertiesFindTheirPlaceInAMessageThatHadNone() {
        var out = roundTrip(message("body"), Map.of("c", 3));
        assertThat(out.getApplicationProperties().getValue()).isEqualTo(Map.of("c", 3));
        assertThat(((Data) out.getBody()).getValue().toString()).isEqualTo("body");
    }

    @Test
    void brokenBytesAreRefusedAndNothingWorse() {
        var good = encode(message("body"));
        assertThatThrownBy(() -> MessageReader.read(new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MessageReader.read(Arrays.copyOf(good, good.length - 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MessageReader.read(new byte[10_000])).isInstanceOf(IllegalArgumentException.class);
        var random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            var bytes = good.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                MessageReader.read(bytes);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aLockTokenIsWrittenInTheOrderOfADotNetGuid() {
        assertThat(LockTokens.toDeliveryTag(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")))
                .containsExactly(
                        0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff);
    }

    /** Sends to a real queue, abandons once with the changes, and reads what the second delivery looks like. */
    private static Message roundTrip(Message message, Map<String, ?> changes) {
        var broker = new Broker(Clock.systemUTC(), (when, work) -> () -> {}, new AmqpMessageFormat(), true);
        var queue = broker.find("q").orElseThrow();
        queue.send(List.of(MessageReader.read(encode(message))));
        queue.abandon(queue.receive(1, ReceiveMode.PEEK_LOCK).get(0).lockToken(), changes);
        var delivery = queue.receive(1, ReceiveMode.PEEK_LOCK).get(0);
        var bytes = MessageWriter.write(delivery.message(), delivery.lockedUntil());
        var out = Message.Factory.create();
        out.decode(bytes.array(), bytes.position(), bytes.remaining());
        return out;
    }

    private static Message message(String body) {
        var message = Message.Factory.create();
        message.setHeader(new Header());
        message.setBody(new Data(new Binary(body.getBytes())));
        return message;
    }

    private static byte[] encode(Message message) {
        var buffer = new byte[10_000];
        int length = message.encode(buffer, 0, buffer.length);
        return Arrays.copyOf(buffer, length);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
