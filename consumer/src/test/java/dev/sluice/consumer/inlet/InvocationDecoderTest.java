package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.inlet.HostEncoder.DataType;
import dev.sluice.consumer.inlet.HostEncoder.Sent;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.messaging.MessageCounters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's envelope: the samples of its contract, and what is special in it. */
class InvocationDecoderTest {
    private static final Instant ENQUEUED = Instant.parse("2020-11-22T09:15:02Z");

    @Test
    void aBinaryMessage() throws Exception {
        InboundMessage message = sample("req-single-binary.json").message();

        assertThat(text(message)).isEqualTo("{\"orderId\":\"A-18\",\"qty\":1}");
        assertThat(message.messageId()).isEqualTo("order-1003");
        assertThat(message.contentType()).isEqualTo("application/json");
        assertThat(message.sequenceNumber()).isEqualTo(4203);
        assertThat(message.deliveryCount()).isEqualTo(2);
        assertThat(message.subject()).isNull();
        assertThat(message.properties()).isEmpty();
    }

    @Test
    void aJsonMessage() throws Exception {
        ReceivedMessage received = sample("req-single-json.json");
        InboundMessage message = received.message();

        assertThat(text(message))
                .isEqualTo("{\"orderId\":\"A-17\",\"qty\":3,\"express\":true,\"lines\":[{\"sku\":\"X1\"}],"
                        + "\"customer\":{\"id\":7}}");
        assertThat(message.messageId()).isEqualTo("order-1001");
        assertThat(message.subject()).isEqualTo("order.created");
        assertThat(message.properties())
                .containsEntry("schema", "order/v1")
                .containsEntry("attempt", 1)
                .containsEntry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .hasSize(3);
        assertThat(received.again().get().getCorrelationId()).isEqualTo("c-77");
    }

    @Test
    void aTextMessage() throws Exception {
        InboundMessage message = sample("req-single-text.json").message();

        assertThat(text(message)).isEqualTo("plain \"quoted\" text, line1\nline2 é");
        assertThat(message.contentType()).isEqualTo("text/plain");
    }

    @Test
    void ourAnswerIsTheContracts() throws Exception {
        assertThat(HostJson.tree(HostStandIn.ANSWER.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(HostJson.tree(file("resp-ok-minimal.json")));
    }

    /** A body may hold fields that are named like metadata; the host copies them over the message's own. */
    @ParameterizedTest
    @ValueSource(strings = {"STRING", "OBJECT"})
    void whatIsCopiedFromTheBodyIsNotTrusted(DataType type) throws Exception {
        Sent sent = sent("""
                {"messageid":"forged","SessionId":"forged","DELIVERYCOUNT":99,"sequenceNumber":-1,"To":"forged",\
                "contentType":"text/plain","applicationProperties":{"sluice-order-id":"forged"},"customer":{"id":7}}""");

        ReceivedMessage received = one(HostEncoder.one(type, sent));

        assertThat(received.message().messageId()).isNull();
        assertThat(received.message().deliveryCount()).isZero();
        assertThat(received.message().sequenceNumber()).isZero();
        assertThat(received.message().contentType()).isEqualTo("application/json");
        assertThat(received.message().properties()).isEqualTo(sent.properties());
        assertThat(received.again().get().getSessionId()).isNull();
        assertThat(received.again().get().getTo()).isNull();
        assertThat(text(received.message())).isEqualTo(new String(sent.body(), StandardCharsets.UTF_8));
    }

    @Test
    void withBinaryNothingIsCopiedAndAllIsTrusted() throws Exception {
        Sent sent = sent("{\"MessageId\":\"in the body\"}");

        assertThat(one(HostEncoder.one(DataType.BINARY, sent)).message().messageId())
                .isEqualTo("id-1");
    }

    @Test
    void applicationPropertiesThatAreOverwrittenTwiceAreRefused() {
        Sent sent = sent("{\"applicationProperties\":{},\"userProperties\":{}}");

        assertThatThrownBy(() -> one(HostEncoder.one(DataType.STRING, sent)))
                .isInstanceOf(BadInvocationException.class)
                .hasMessageContaining("application properties");
    }

    /** A sender's array in the body must not make one message look like many. */
    @Test
    void anArrayInTheBodyIsNotABatch() throws Exception {
        Sent sent = sent("{\"MessageIdArray\":[1,2],\"ApplicationPropertiesArray\":[{},{}]}");

        assertThat(InvocationDecoder.decode(HostEncoder.one(DataType.STRING, sent), "primary"))
                .hasSize(1);
        assertThat(InvocationDecoder.decode(HostEncoder.one(DataType.OBJECT, sent), "primary"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"\"|",
                "\"\\\"\\\"\"|",
                "\"eyJhIjox\\r\\nfQ==\"|{\"a\":1}",
                "\"e y J h I j o x f Q = =\"|{\"a\":1}",
                "\"{\\\"a\\\":1}\"|{\"a\":1}",
                "\"\\\"{\\\\\\\"a\\\\\\\":1}\\\"\"|{\"a\":1}",
                "{\"a\":1}|{\"a\":1}",
                "\"not base64!\"|not base64!",
                "\"eyJhIjoxfQ\"|eyJhIjoxfQ",
                "\"\\\"unclosed\"|\"unclosed",
                "12|12",
                "true|true",
                "[1]|[1]"
            })
    void aBodyInAnyOfItsForms(String value, String expected) throws Exception {
        byte[] envelope = envelope("{\"order\":" + value + "}");

        assertThat(text(one(envelope).message())).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"order\":null}"})
    void nothingIsNoBody(String data) throws Exception {
        ReceivedMessage received = one(envelope(data));

        assertThat(received.message().body()).isNull();
        assertThat(received.parked("r", "d").getBody().toBytes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{} {}",
                "{}",
                "{\"Data\":{}}",
                "{\"Metadata\":{}}",
                "{\"Data\":[],\"Metadata\":{}}",
                "{\"Data\":{},\"Metadata\":[]}",
                "{\"Data\":{\"a\":1,\"b\":2},\"Metadata\":{\"ApplicationProperties\":{}}}",
                "{\"Data\":{\"a\":\"\"},\"Metadata\":{}}",
                "{\"Data\":{\"a\":\"\"},\"Metadata\":{\"ApplicationProperties\":\"x\",\"UserProperties\":null}}",
                "{\"Data\":{\"a\":\"[1,2]\"},\"Metadata\":{\"ApplicationPropertiesArray\":\"[{}]\"}}"
            })
    void whatDoesNotHoldItsMessagesWholeIsRefused(String envelope) {
        assertThatThrownBy(() -> one(envelope.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BadInvocationException.class);
    }

    @Test
    void deeplyNestedOrNotUtf8IsRefused() {
        assertThatThrownBy(() -> one(envelope("{\"order\":" + "[".repeat(100_000) + "}")))
                .isInstanceOf(BadInvocationException.class);
        assertThatThrownBy(() -> one(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}'}))
                .isInstanceOf(BadInvocationException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e400", "99999999999999999999", "\"99999999999999999999\"", "\"x\"", "{}", "[]", "null", "1.5"})
    void metadataThatCannotBeReadCountsAsMissing(String value) throws Exception {
        byte[] envelope =
                ("{\"Data\":{\"order\":\"\"},\"Metadata\":{\"ApplicationProperties\":{},\"SequenceNumber\":%1$s,"
                                + "\"DeliveryCount\":%1$s,\"EnqueuedTimeUtc\":%1$s,\"unknown\":%1$s}}")
                        .formatted(value)
                        .getBytes(StandardCharsets.UTF_8);

        InboundMessage message = one(envelope).message();

        assertThat(message.sequenceNumber()).isZero();
        assertThat(message.deliveryCount()).isZero();
        assertThat(message.enqueuedAt()).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BINARY", "STRING", "OBJECT"})
    void manyMessages(DataType type) throws Exception {
        List<Sent> sent = IntStream.range(0, 3)
                .mapToObj(i -> new Sent(
                        ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8),
                        i == 1 ? null : "id-" + i,
                        i,
                        null,
                        "application/json",
                        "c-" + i,
                        Map.of("i", i),
                        1,
                        ENQUEUED))
                .toList();

        List<ReceivedMessage> received = InvocationDecoder.decode(HostEncoder.many(type, sent), "primary");

        assertThat(received)
                .extracting(one -> text(one.message()))
                .containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}");
        assertThat(received).extracting(one -> one.message().messageId()).containsExactly("id-0", null, "id-2");
        assertThat(received)
                .extracting(one -> one.message().properties().get("i"))
                .containsExactly(0, 1, 2);
        assertThat(received).extracting(one -> one.message().enqueuedAt()).containsOnly(ENQUEUED);
    }

    @Test
    void anArrayOfAnotherLengthSaysNothingOfAnyMessage() throws Exception {
        String envelope =
                "{\"Data\":{\"x\":\"[\\\"\\\",null]\"},\"Metadata\":{\"MessageIdArray\":\"[\\\"only one\\\"]\","
                        + "\"ApplicationPropertiesArray\":\"[{\\\"a\\\":1},{}]\"}}";

        List<ReceivedMessage> received = InvocationDecoder.decode(envelope.getBytes(StandardCharsets.UTF_8), "primary");

        assertThat(received)
                .hasSize(2)
                .extracting(one -> one.message().messageId())
                .containsOnlyNulls();
        assertThat(received.get(0).message().properties()).containsEntry("a", 1);
        assertThat(received.get(1).message().body()).isNull();
    }

    @Test
    void aCopyHoldsEverythingAndWhatServiceBusAddedIsGone() throws Exception {
        String envelope = """
                {"Data":{"x":"%s"},"Metadata":{"MessageId":"\\"m\\"","ContentType":"\\"t/x\\"","Subject":"\\"s\\"",
                "CorrelationId":"\\"c\\"","ReplyTo":"\\"r\\"","To":"\\"to\\"","SessionId":"\\"se\\"","ReplyToSessionId":"\\"rs\\"",
                "PartitionKey":"\\"se\\"","EnqueuedTimeUtc":"2020-11-22T09:15:02.1234567",
                "ApplicationProperties":{"sluice-order-id":"%s","DeadLetterReason":"old","n":12345678901,"d":1.5,"b":true,
                "z":null,"o":{"k":[1]},"huge":123456789012345678901234567890}}}""".formatted(
                        Base64.getEncoder().encodeToString(new byte[] {0, 1, (byte) 0xff}),
                        "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21");

        ServiceBusMessage copy = one(envelope.getBytes(StandardCharsets.UTF_8))
                .copy(MessageCounters.NONE.attempted(), Duration.ofMinutes(5));

        assertThat(copy.getBody().toBytes()).containsExactly(0, 1, 0xff);
        assertThat(copy.getMessageId()).endsWith("~p0~r1~o0");
        assertThat(copy.getContentType()).isEqualTo("t/x");
        assertThat(copy.getSubject()).isEqualTo("s");
        assertThat(copy.getCorrelationId()).isEqualTo("c");
        assertThat(copy.getReplyTo()).isEqualTo("r");
        assertThat(copy.getTo()).isEqualTo("to");
        assertThat(copy.getSessionId()).isEqualTo("se");
        assertThat(copy.getReplyToSessionId()).isEqualTo("rs");
        assertThat(copy.getScheduledEnqueueTime().toInstant())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(4)), Instant.now().plus(Duration.ofMinutes(5)));
        assertThat(copy.getApplicationProperties())
                .containsEntry("n", 12345678901L)
                .containsEntry("d", 1.5)
                .containsEntry("b", true)
                .containsEntry("o", "{\"k\":[1]}")
                .containsEntry("huge", "123456789012345678901234567890")
                .containsEntry("sluice-attempts", 1)
                .containsEntry("sluice-first-enqueued", "2020-11-22T09:15:02.123456700Z")
                .doesNotContainKeys("DeadLetterReason", "z");
    }

    /** The largest invocation that the HTTP server lets in: 1000 orders of 64 KiB. */
    @Test
    void aBatchOfTheLargestOrders() throws Exception {
        Sent large = new Sent(new byte[64 << 10], "m", 1, null, "application/json", null, Map.of(), 1, ENQUEUED);
        byte[] envelope = HostEncoder.many(DataType.BINARY, java.util.Collections.nCopies(1000, large));

        assertThat(envelope.length).isLessThan(96 << 20);
        assertThat(InvocationDecoder.decode(envelope, "primary")).hasSize(1000);
    }

    private static Sent sent(String body) {
        return new Sent(
                body.getBytes(StandardCharsets.UTF_8),
                "id-1",
                7,
                "subject",
                "application/json",
                null,
                Map.of("sluice-order-id", "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21"),
                3,
                ENQUEUED);
    }

    private static byte[] envelope(String data) {
        return ("{\"Data\":" + data + ",\"Metadata\":{\"ApplicationProperties\":{}}}").getBytes(StandardCharsets.UTF_8);
    }

    private static ReceivedMessage sample(String name) throws Exception {
        return one(file(name));
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream file = InvocationDecoderTest.class.getResourceAsStream("/functions/" + name)) {
            return file.readAllBytes();
        }
    }

    private static ReceivedMessage one(byte[] envelope) throws BadInvocationException {
        List<ReceivedMessage> messages = InvocationDecoder.decode(envelope, "primary");
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static String text(InboundMessage message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }
}
