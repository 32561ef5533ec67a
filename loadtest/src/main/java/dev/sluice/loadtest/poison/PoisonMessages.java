package dev.sluice.loadtest.poison;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/**
 * Makes messages that name their order and can never be processed, in turn for each reason that there is: what another
 * program, or another version of producer, might send by mistake.
 */
final class PoisonMessages {
    static final String ORDER_ID = "sluice-order-id";
    static final String CONTENT_TYPE = "application/json";

    private static final String GOOD_LINES = "[{\"sku\":\"TEA-1\",\"quantity\":2}]";

    private final Random random;
    private int made;

    PoisonMessages(Random random) {
        this.random = random;
    }

    /** The next one, with an order id that no other message has. */
    ServiceBusMessage next() {
        UUID orderId = new UUID(random.nextLong(), random.nextLong());
        ServiceBusMessage message =
                switch (made++ % 6) {
                    case 0 -> json("{\"customer\":\"cut off");
                    case 1 -> json("{\"customer\":\"Ada\",\"lines\":" + GOOD_LINES + ",\"colour\":\"red\"}");
                    case 2 -> json("{\"customer\":\"Ada\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":0}]}");
                    case 3 ->
                        json("{\"customer\":\"Ada\",\"lines\":" + GOOD_LINES + "}")
                                .setContentType("text/plain");
                    case 4 -> json("[]");
                    default -> new ServiceBusMessage(BinaryData.fromBytes(noise()));
                };
        message.getApplicationProperties().put(ORDER_ID, orderId.toString());
        return message.setMessageId("poison-" + orderId);
    }

    private static ServiceBusMessage json(String body) {
        return new ServiceBusMessage(BinaryData.fromBytes(body.getBytes(StandardCharsets.UTF_8)))
                .setContentType(CONTENT_TYPE);
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        return noise;
    }
}
