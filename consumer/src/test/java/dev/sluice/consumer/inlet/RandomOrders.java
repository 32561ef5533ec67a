package dev.sluice.consumer.inlet;

import dev.sluice.consumer.inlet.HostEncoder.Sent;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderLine;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** Orders of all kinds, the same for the same seed. */
final class RandomOrders {
    private static final String[] TEXTS = {
        "plain",
        "Zoë 顧客 🍵",
        "\"quoted\"",
        "back\\slash",
        "tab\tand\nline",
        "{\"a\":1}",
        "[1,2]",
        "null",
        "12",
        "true",
        "=",
        "e30="
    };

    private final Random random;

    RandomOrders(Random random) {
        this.random = random;
    }

    OrderMessage next() {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        List<OrderLine> lines = IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> new OrderLine("SKU-" + i, 1 + random.nextInt(1000)))
                .toList();
        TraceContext trace = random.nextBoolean()
                ? TraceContext.NONE
                : TraceContext.of(
                        "00-%032x-%016x-01".formatted(1 + random.nextInt(999), 7), "vendor=é,x=1".substring(0, 7));
        return new OrderMessage(id, new Order(text(), lines, random.nextBoolean() ? null : text()), trace);
    }

    /** The order as the host has received it. */
    Sent sent(OrderMessage order) {
        var message = OrderCodec.encode(order);
        return new Sent(
                message.getBody().toBytes(),
                message.getMessageId(),
                random.nextLong(),
                message.getSubject(),
                message.getContentType(),
                random.nextBoolean() ? null : text(),
                message.getApplicationProperties(),
                1 + random.nextInt(10),
                Instant.ofEpochMilli(1 + (random.nextLong() >>> 24)));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
            if (random.nextInt(4) == 0) {
                text.appendCodePoint(0x20 + random.nextInt(0xD000));
            }
        }
        return text.toString();
    }
}
