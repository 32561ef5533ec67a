package dev.sluice.loadtest.poison;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.messaging.servicebus.ServiceBusMessage;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Makes messages that are wrong in any way that the SDK can send, and some that are not. */
final class FuzzMessages {
    private static final String ORDER_ID = PoisonMessages.ORDER_ID;

    private static final String[] CONTENT_TYPES = {
        PoisonMessages.CONTENT_TYPE,
        PoisonMessages.CONTENT_TYPE,
        "application/json; charset=utf-16",
        "APPLICATION/JSON",
        "text/plain",
        ";",
        "",
        null
    };
    /** Those that the services read, and what others might use. */
    private static final String[] NAMES = {
        "sluice-attempts",
        "sluice-replays",
        "sluice-deferrals",
        "sluice-first-enqueued",
        "traceparent",
        "tracestate",
        "DeadLetterReason",
        "DeadLetterErrorDescription",
        "cloudEvents_id",
        "Diagnostic-Id",
        "a b",
        "ключ",
        "$",
        "x\u0000y"
    };

    private final Random random;
    private final FuzzBodies bodies;
    private final List<UUID> orders = new ArrayList<>();

    FuzzMessages(Random random) {
        this.random = random;
        this.bodies = new FuzzBodies(random);
    }

    /** The next one. */
    ServiceBusMessage next() {
        ServiceBusMessage message = new ServiceBusMessage(body());
        message.setContentType(CONTENT_TYPES[random.nextInt(CONTENT_TYPES.length)]);
        Map<String, Object> properties = message.getApplicationProperties();
        for (int count = random.nextInt(6); count > 0; count--) {
            properties.put(
                    NAMES[random.nextInt(NAMES.length)], random.nextInt(14) == 0 ? OffsetDateTime.now() : value());
        }
        orderId(properties);
        address(message);
        return message;
    }

    private AmqpMessageBody body() {
        return switch (random.nextInt(10)) {
            case 0 -> AmqpMessageBody.fromValue(value());
            case 1 -> AmqpMessageBody.fromSequence(Arrays.asList(1, "two", 3.0));
            default -> AmqpMessageBody.fromData(bodies.next());
        };
    }

    private void orderId(Map<String, Object> properties) {
        switch (random.nextInt(8)) {
            case 0 -> properties.remove(ORDER_ID);
            case 1 -> properties.put(ORDER_ID, value());
            case 2 -> properties.put(ORDER_ID, UUID.randomUUID().toString().toUpperCase(java.util.Locale.ROOT));
            case 3 ->
                properties.put(
                        ORDER_ID,
                        (orders.isEmpty() ? newOrder() : orders.get(random.nextInt(orders.size()))).toString());
            case 4 -> properties.put(ORDER_ID, newOrder());
            default -> properties.put(ORDER_ID, newOrder().toString());
        }
    }

    private UUID newOrder() {
        UUID order = UUID.randomUUID();
        orders.add(order);
        return order;
    }

    /** What the bus itself reads; a MessageId never twice, or it would rightly drop the message. */
    private void address(ServiceBusMessage message) {
        if (random.nextInt(8) > 0) {
            message.setMessageId(text(60) + UUID.randomUUID());
        }
        if (random.nextBoolean()) {
            message.setSubject(text(100));
        }
        if (random.nextInt(4) == 0) {
            message.setCorrelationId(text(100)).setReplyTo(text(40)).setTo(text(40));
        }
        if (random.nextInt(10) == 0) {
            message.setSessionId("session-" + random.nextInt(5));
        }
        if (random.nextInt(20) == 0) {
            message.setTimeToLive(Duration.ofMillis(1 + random.nextInt(3_000)));
        }
        if (random.nextInt(20) == 0) {
            message.setScheduledEnqueueTime(OffsetDateTime.now().plus(Duration.ofMillis(random.nextInt(3_000))));
        }
    }

    /** Of every type that the SDK can put into a property as well as into a body. */
    private Object value() {
        return switch (random.nextInt(13)) {
            case 0 -> random.nextBoolean();
            case 1 -> (byte) random.nextInt();
            case 2 -> (short) random.nextInt();
            case 3 -> random.nextInt();
            case 4 -> random.nextLong();
            case 5 -> random.nextBoolean() ? Float.NaN : random.nextFloat();
            case 6 -> random.nextBoolean() ? Double.NEGATIVE_INFINITY : random.nextDouble();
            case 7 -> (char) random.nextInt(0xD800);
            case 8 -> UUID.randomUUID();
            case 9 -> new java.util.Date(random.nextLong());
            case 10 -> Integer.toString(random.nextInt(3) * Integer.MAX_VALUE / 2);
            case 12 -> text(5_000);
            default -> text(20);
        };
    }

    /** With characters that one or the other can't hold: NUL, control characters, half a surrogate pair. */
    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most); text.length() < length; ) {
            switch (random.nextInt(20)) {
                case 0 -> text.append((char) random.nextInt(32));
                case 1 -> text.appendCodePoint(0x1F600 + random.nextInt(60));
                case 2 -> text.append((char) (0x400 + random.nextInt(100)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}
