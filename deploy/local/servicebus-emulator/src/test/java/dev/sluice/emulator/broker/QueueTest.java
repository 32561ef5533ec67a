package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tests of the broker share: a namespace on virtual time, and messages whose encoding is their name. */
abstract class QueueTest {

    static final Duration LOCK = Duration.ofSeconds(60);

    final VirtualTime time = new VirtualTime();
    final Broker broker = new Broker(time, time, new TextMessages(), false);

    MessageQueue queue(QueueOptions options, QueueOptions... others) {
        var all = new ArrayList<>(List.of(others));
        all.add(0, options);
        broker.declare(all);
        return queue(options.name());
    }

    MessageQueue topic(TopicOptions options) {
        broker.declare(List.of(), List.of(options));
        return queue(options.name());
    }

    MessageQueue queue(String path) {
        return broker.find(path).orElseThrow();
    }

    EntityCounts counts(String path) {
        return broker.counts(path).orElseThrow();
    }

    static void send(MessageQueue queue, String... names) {
        queue.send(Arrays.stream(names).map(name -> message(name, null)).toList());
    }

    static NewMessage message(String name, Duration timeToLive) {
        return new NewMessage(name.getBytes(StandardCharsets.UTF_8), name, null, timeToLive, null);
    }

    static NewMessage inSession(String session, String name) {
        return new NewMessage(name.getBytes(StandardCharsets.UTF_8), name, session, null, null);
    }

    static NewMessage scheduled(String name, Instant when) {
        return new NewMessage(name.getBytes(StandardCharsets.UTF_8), name, null, null, when);
    }

    static Delivery receive(MessageQueue queue) {
        var deliveries = queue.receive(1, ReceiveMode.PEEK_LOCK);
        assertThat(deliveries).as("a message is ready in " + queue.path()).hasSize(1);
        return deliveries.get(0);
    }

    static void assertEmpty(MessageQueue queue) {
        assertThat(queue.receive(1, ReceiveMode.PEEK_LOCK))
                .as("nothing is ready in " + queue.path())
                .isEmpty();
    }

    static String name(QueuedMessage message) {
        return new String(message.content().encoded(), StandardCharsets.UTF_8);
    }

    static String name(Delivery delivery) {
        return name(delivery.message());
    }
}
