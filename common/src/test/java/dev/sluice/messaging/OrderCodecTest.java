package dev.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.telemetry.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderCodecTest {
    private static final UUID ID = OrderId.of("anonymous", "key-1");
    private static final Order ORDER =
            new Order("Zoë 顧客 🍵", List.of(new OrderLine("TEA-1", 2), new OrderLine("CUP", 1)), "ring\ntwice");
    private static final TraceContext TRACE =
            TraceContext.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");

    @Test
    void decodesWhatItEncoded() throws Exception {
        ServiceBusMessage message = OrderCodec.encode(new OrderMessage(ID, ORDER, TRACE));

        ReceivedOrder received = decode(message);

        assertThat(received.orderId()).isEqualTo(ID);
        assertThat(received.order()).isEqualTo(ORDER);
        assertThat(received.trace()).isEqualTo(TRACE);
        assertThat(message.getMessageId())
                .isEqualTo(ID + "." + received.bodyHash().substring(0, 16));
    }

    @Test
    void theSameOrderIsTheSameMessage() {
        ServiceBusMessage once = OrderCodec.encode(new OrderMessage(ID, ORDER, TRACE));
        ServiceBusMessage again = OrderCodec.encode(new OrderMessage(ID, ORDER, TraceContext.NONE));

        assertThat(again.getMessageId()).isEqualTo(once.getMessageId());
        assertThat(again.getBody().toBytes()).isEqualTo(once.getBody().toBytes());
    }

    @Test
    void anotherOrderUnderTheSameIdIsAnotherMessage() {
        Order other = new Order("c", List.of(new OrderLine("TEA-1", 3)), null);

        assertThat(OrderCodec.encode(new OrderMessage(ID, other, TRACE)).getMessageId())
                .startsWith(ID.toString())
                .isNotEqualTo(
                        OrderCodec.encode(new OrderMessage(ID, ORDER, TRACE)).getMessageId());
    }

    @Test
    void carriesCloudEventsInBinaryMode() {
        ServiceBusMessage message = OrderCodec.encode(new OrderMessage(ID, ORDER, TraceContext.NONE));

        assertThat(message.getApplicationProperties())
                .containsOnly(
                        Map.entry("sluice-order-id", ID.toString()),
                        Map.entry("cloudEvents_specversion", "1.0"),
                        Map.entry("cloudEvents_type", "dev.sluice.order.created"),
                        Map.entry("cloudEvents_source", "/sluice/producer"),
                        Map.entry("cloudEvents_id", message.getMessageId()));
        assertThat(message.getContentType()).isEqualTo("application/json");
        assertThat(message.getSubject()).isEqualTo("order.created");
    }

    @Test
    void takesTheIdFromTheOrderIdPropertyAlone() throws Exception {
        ServiceBusMessage message =
                OrderCodec.encode(new OrderMessage(ID, ORDER, TRACE)).setMessageId("anything");

        assertThat(decode(message).orderId()).isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1-1-1-1-1", "not a uuid", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736 "})
    void refusesAnythingButACanonicalOrderId(String id) {
        assertUndecodable("sluice-order-id", "{}", "application/json", Map.of("sluice-order-id", id));
    }

    @Test
    void refusesWhatIsNoOrderAndSaysWhy() {
        Map<String, Object> properties = Map.of("sluice-order-id", ID.toString());

        assertUndecodable("sluice-order-id is missing", "{}", "application/json", Map.of());
        assertUndecodable("content type", "{}", null, properties);
        assertUndecodable("content type", "{}", "text/plain", properties);
        assertUndecodable("JSON object", "", "application/json", properties);
        assertUndecodable("JSON object", "[]", "application/json; charset=utf-8", properties);
        assertUndecodable("malformed", "{", "application/json", properties);
        assertUndecodable("colour is not a known field", "{\"colour\":1}", "application/json", properties);
        assertThatThrownBy(() -> OrderCodec.decode(new byte[] {(byte) 0xff}, "application/json", properties))
                .isInstanceOf(UndecodableMessageException.class)
                .hasMessageContaining("UTF-8");
    }

    private static ReceivedOrder decode(ServiceBusMessage message) throws UndecodableMessageException {
        return OrderCodec.decode(
                message.getBody().toBytes(),
                message.getContentType(),
                new HashMap<>(message.getApplicationProperties()));
    }

    private static void assertUndecodable(String why, String body, String contentType, Map<String, Object> properties) {
        assertThatThrownBy(() -> OrderCodec.decode(body.getBytes(StandardCharsets.UTF_8), contentType, properties))
                .isInstanceOf(UndecodableMessageException.class)
                .hasMessageContaining(why);
    }
}
