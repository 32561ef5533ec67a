package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.consumer.inlet.Decision.Finished;
import dev.sluice.consumer.inlet.Decision.GiveBack;
import dev.sluice.consumer.inlet.Decision.PutAside;
import dev.sluice.consumer.inlet.Decision.SendAgain;
import dev.sluice.consumer.inlet.HostEncoder.DataType;
import dev.sluice.consumer.inlet.HostEncoder.Sent;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.messaging.MessageCounters;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.messaging.UndecodableMessageException;
import dev.sluice.telemetry.MessageSpans;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Invocations that are broken in every way at once: each is refused, or fails, or all of its messages are somewhere else
 * before it is said to be done.
 */
class InvocationFuzzTest {
    private static final int ENVELOPES = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] VALUES = {
        "null",
        "\"\"",
        "0",
        "-1",
        "1e999",
        "99999999999999999999999999",
        "true",
        "[]",
        "{}",
        "\"null\"",
        "\"[]\"",
        "\"{}\"",
        "\"[1,2,3]\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"2026-13-45T99:99:99\"",
        "{\"a\":{\"b\":[[[[]]]]}}",
        "\"e30\\r\\n=\"",
        "{\"sluice-order-id\":7,\"sluice-attempts\":-9,\"\":\"\",\"sluice-deferrals\":\"99999999999999999999\"}"
    };

    private final long seed = Long.getLong("sluice.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final Invocations invocations =
            new Invocations("orders", 1, this::decide, new MessageSpans(OpenTelemetry.noop()));

    @AfterEach
    void stop() {
        invocations.close();
    }

    @Test
    void nothingCrashesAndNothingIsLost() throws Exception {
        RandomOrders orders = new RandomOrders(random);
        int refused = 0;
        int done = 0;
        for (int i = 0; i < ENVELOPES; i++) {
            List<OrderMessage> sent =
                    Stream.generate(orders::next).limit(1 + random.nextInt(4)).toList();
            List<Sent> asSent = sent.stream().map(orders::sent).toList();
            DataType type = DataType.values()[random.nextInt(3)];
            boolean many = sent.size() > 1;
            byte[] envelope = many ? HostEncoder.many(type, asSent) : HostEncoder.one(type, asSent.get(0));
            boolean brokenBytes = random.nextInt(3) == 0;
            byte[] broken = brokenBytes ? brokenBytes(envelope) : brokenMetadata(envelope);
            elsewhere.set(0);
            try {
                List<ReceivedMessage> messages = InvocationDecoder.decode(broken, "primary");
                if (invocations.handle(messages, outlet())) {
                    done++;
                    assertThat(elsewhere.get())
                            .as("seed %d, envelope %d", seed, i)
                            .isEqualTo(messages.size());
                    if (!brokenBytes) {
                        assertThat(messages).as("seed %d, envelope %d", seed, i).hasSameSizeAs(sent);
                    }
                }
            } catch (BadInvocationException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed %d, envelope %d: %s".formatted(seed, i, new String(broken)), e);
            }
        }
        assertThat(refused).isPositive();
        assertThat(done).isPositive();
    }

    /** Decides as the real thing does on what is undecodable, and at random on the rest. */
    private Decision decide(InboundMessage message) {
        try {
            if (message.body() == null) {
                throw new UndecodableMessageException("no body");
            }
            OrderCodec.decode(message.body(), message.contentType(), message.properties());
        } catch (UndecodableMessageException e) {
            return new PutAside("UndecodableMessage", e.getMessage());
        }
        MessageCounters counters = MessageCounters.readFrom(message.properties());
        return switch (random.nextInt(8)) {
            case 0 -> new SendAgain(counters.attempted(), Duration.ofSeconds(1));
            case 1 -> new Decision.Hold(new SendAgain(counters.deferred(), Duration.ofSeconds(1)));
            case 2 -> random.nextInt(10) == 0 ? new GiveBack() : finished();
            default -> finished();
        };
    }

    private Finished finished() {
        elsewhere.incrementAndGet();
        return new Finished();
    }

    private Outlet outlet() {
        return new Outlet() {
            @Override
            public CompletableFuture<Void> copy(ServiceBusMessage message) {
                return park(message);
            }

            @Override
            public CompletableFuture<Void> park(ServiceBusMessage message) {
                if (random.nextInt(20) == 0) {
                    return CompletableFuture.failedFuture(new IllegalStateException("not now"));
                }
                elsewhere.incrementAndGet();
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    private byte[] brokenBytes(byte[] envelope) {
        byte[] broken = envelope.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        return random.nextBoolean() ? broken : java.util.Arrays.copyOf(broken, random.nextInt(broken.length));
    }

    /** The messages stay as many as they were; everything that is said about them may be nonsense. */
    private byte[] brokenMetadata(byte[] envelope) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(envelope);
        ObjectNode metadata = (ObjectNode) tree.get("Metadata");
        List<String> names = new ArrayList<>();
        metadata.fieldNames().forEachRemaining(names::add);
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> metadata.remove(name);
                case 1 -> metadata.set(name.toUpperCase(java.util.Locale.ROOT), value());
                case 2 -> metadata.set("unknown" + random.nextInt(), value());
                default -> metadata.set(name, value());
            }
        }
        if (random.nextInt(10) == 0) {
            tree.set("unknown", value());
        }
        return JSON.writeValueAsBytes(tree);
    }

    private JsonNode value() throws IOException {
        return JSON.readTree(VALUES[random.nextInt(VALUES.length)]);
    }
}
