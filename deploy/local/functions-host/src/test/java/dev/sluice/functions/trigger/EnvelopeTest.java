package dev.sluice.functions.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.functions.app.ServiceBusConnection;
import dev.sluice.functions.app.Trigger;
import dev.sluice.functions.app.Trigger.DataType;
import dev.sluice.functions.handler.InvocationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is sent to a handler, against recorded samples of the host. */
class EnvelopeTest {

    private static final String NAMESPACE = "contoso-orders.servicebus.windows.net";
    private static final OffsetDateTime ENQUEUED = OffsetDateTime.parse("2026-11-22T09:15:02.1234567Z");
    private static final OffsetDateTime EXPIRES = OffsetDateTime.parse("2026-12-06T10:15:02.1234567+01:00");

    @Test
    void aBinaryBodyIsBase64AndCopiesNothing() throws IOException {
        var message = message(
                3, "order-1003", "application/json", 4203, null, null, Map.of(), "{\"orderId\":\"A-18\",\"qty\":1}");
        assertSame(envelope(DataType.BINARY).single(message), "req-single-binary.json");
    }

    @Test
    void aJsonBodyIsAStringInAStringAndItsFieldsBecomeMetadata() throws IOException {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("schema", "order/v1");
        properties.put("attempt", 1);
        properties.put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        var body =
                "{\"orderId\":\"A-17\",\"qty\":3,\"express\":true,\"lines\":[{\"sku\":\"X1\"}],\"customer\":{\"id\":7}}";
        var message = message(1, "order-1001", "application/json", 4201, "order.created", "c-77", properties, body);
        assertSame(envelope(DataType.UNDEFINED).single(message), "req-single-json.json");
    }

    @Test
    void aTextIsAStringInAString() throws IOException {
        var message = message(
                1, "order-1002", "text/plain", 4202, null, null, Map.of(), "plain \"quoted\" text, line1\nline2 é");
        assertSame(envelope(DataType.STRING).single(message), "req-single-text.json");
    }

    @Test
    void aBodyOverridesTheMessagesOwnMetadataInWhateverCase() {
        var message =
                message(1, "real", null, 1, null, null, Map.of(), "{\"messageid\":\"false\",\"DELIVERYCOUNT\":9}");
        var metadata = envelope(DataType.STRING).single(message).get("Metadata");
        assertThat(metadata.get("MessageId").textValue()).isEqualTo("\"false\"");
        assertThat(metadata.get("DeliveryCount").textValue()).isEqualTo("\"9\"");
        assertThat(metadata.has("messageid")).isFalse();
        assertThat(envelope(DataType.BINARY)
                        .single(message)
                        .at("/Metadata/MessageId")
                        .textValue())
                .isEqualTo("\"real\"");
    }

    @Test
    void propertiesKeepTheirKinds() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put("bool", true);
        properties.put("long", 5_000_000_000L);
        properties.put("double", 1.5);
        properties.put("uuid", UUID.fromString("7d0e0000-0000-4000-8000-000000000003"));
        properties.put("date", Date.from(Instant.parse("2026-11-22T09:15:02.5Z")));
        properties.put("bytes", new byte[] {1, 2});
        properties.put("null", null);
        assertThat(PropertyValues.json(properties).toString())
                .isEqualTo("{\"bool\":true,\"long\":5000000000,\"double\":1.5,"
                        + "\"uuid\":\"7d0e0000-0000-4000-8000-000000000003\",\"date\":\"2026-11-22T09:15:02.5Z\","
                        + "\"bytes\":\"AQI=\",\"null\":null}");
    }

    @Test
    void whatNeverExpiresEndsWithDotNetsTime() {
        assertThat(DotNetTime.offset(DotNetTime.MAX)).isEqualTo("9999-12-31T23:59:59+00:00");
        assertThat(DotNetTime.exactDateTime(DotNetTime.MAX)).isEqualTo("9999-12-31T23:59:59.9999999");
        assertThat(DotNetTime.dateTime(null)).isEqualTo("0001-01-01T00:00:00");
        assertThat(DotNetTime.exactOffset(
                        Instant.parse("2026-11-22T09:15:02.120Z").atOffset(ZoneOffset.UTC)))
                .isEqualTo("2026-11-22T09:15:02.12+00:00");
    }

    @Test
    void manyAreArraysInStrings() throws IOException {
        var messages = List.of(
                message(1, "a", "text/plain", 7, null, null, Map.of("k", 1), "one"),
                message(2, "b", null, 8, "s", null, Map.of(), "two \"2\""));
        var json = new BatchEnvelope(envelope(DataType.STRING)).encode(messages);
        assertThat(json.at("/Data/order").textValue()).isEqualTo("[\"one\",\"two \\\"2\\\"\"]");
        var metadata = json.get("Metadata");
        assertThat(metadata.get("DeliveryCountArray").textValue()).isEqualTo("[1,2]");
        assertThat(metadata.get("MessageIdArray").textValue()).isEqualTo("[\"a\",\"b\"]");
        assertThat(metadata.get("SubjectArray").textValue()).isEqualTo("[null,\"s\"]");
        assertThat(metadata.get("SequenceNumberArray").textValue()).isEqualTo("[7,8]");
        assertThat(metadata.get("ApplicationPropertiesArray").textValue()).isEqualTo("[{\"k\":1},{}]");
        assertThat(metadata.get("EnqueuedTimeUtcArray").textValue())
                .isEqualTo("[\"2026-11-22T09:15:02.1234567\",\"2026-11-22T09:15:02.1234567\"]");
        assertThat(metadata.has("MessageId")).isFalse();
        var binary = new BatchEnvelope(envelope(DataType.BINARY)).encode(messages);
        assertThat(binary.at("/Data/order").textValue()).isEqualTo("[\"b25l\",\"dHdvICIyIg==\"]");
    }

    @Test
    void manyWithoutADataTypeAreObjects() {
        var batch = new BatchEnvelope(envelope(DataType.UNDEFINED));
        var object = message(1, "a", null, 1, null, null, Map.of(), "{\"a\": 1}");
        assertThat(batch.encode(List.of(object, object)).at("/Data/order").textValue())
                .isEqualTo("[{\"a\":1},{\"a\":1}]");
        var text = message(1, "b", null, 1, null, null, Map.of(), "text");
        assertThatThrownBy(() -> batch.encode(List.of(object, text)))
                .isInstanceOf(InvocationFailedException.class)
                .hasMessageStartingWith("message b is not a JSON object");
    }

    @Test
    void theTraceOfTheMessageGoesOnInANewSpan() {
        var given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(TraceParent.of(Map.of("traceparent", given)))
                .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
                .isNotEqualTo(given);
        assertThat(TraceParent.of(Map.of("Diagnostic-Id", given))).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        assertThat(TraceParent.of(Map.of("traceparent", "rubbish"))).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
    }

    private static Envelope envelope(DataType type) {
        var trigger = new Trigger.ServiceBus(
                "order", null, "orders", new ServiceBusConnection("Bus", "x", null, null), false, type, true);
        return new Envelope("OrderConsumer", trigger, NAMESPACE);
    }

    private static TriggerMessage message(
            long count,
            String id,
            String contentType,
            long number,
            String subject,
            String correlation,
            Map<String, Object> properties,
            String body) {
        return new TriggerMessage(
                body.getBytes(StandardCharsets.UTF_8),
                count,
                null,
                "7d0e0000-0000-4000-8000-00000000000" + number % 10,
                EXPIRES,
                ENQUEUED,
                id,
                contentType,
                null,
                number,
                null,
                subject,
                correlation,
                properties,
                null,
                null,
                null);
    }

    /** Equal but for what is made up anew each time, and that has the same form. */
    private static void assertSame(JsonNode encoded, String fixture) throws IOException {
        JsonNode expected;
        try (var file = EnvelopeTest.class.getResourceAsStream("/fixtures/" + fixture)) {
            expected = new JsonMapper().readTree(file);
        }
        var actual = (ObjectNode) new JsonMapper().readTree(encoded.toString());
        assertThat(actual.at("/Metadata/sys/UtcNow").textValue())
                .matches("\\d{4}(-\\d\\d){2}T(\\d\\d:){2}\\d\\d(\\.\\d{1,7})?Z");
        assertThat(actual.at("/Metadata/sys/RandGuid").textValue()).matches("[0-9a-f-]{36}");
        assertThat(actual.at("/Metadata/Client/Identifier").textValue()).matches(NAMESPACE + "-[0-9a-f-]{36}");
        var sys = (ObjectNode) actual.at("/Metadata/sys");
        sys.set("UtcNow", expected.at("/Metadata/sys/UtcNow"));
        sys.set("RandGuid", expected.at("/Metadata/sys/RandGuid"));
        ((ObjectNode) actual.at("/Metadata/Client")).set("Identifier", expected.at("/Metadata/Client/Identifier"));
        assertThat(actual).isEqualTo(expected);
    }
}
