package dev.sluice.emulator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.amqp.AmqpMessageFormat;
import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.Delivery;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.ReceiveMode;
import dev.sluice.emulator.broker.VirtualTime;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.fault.Moment;
import dev.sluice.emulator.metrics.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each figure stands under the name that says what it is: no two of them are equal here. */
class MetricsPageTest {

    private static final Duration LOCK = Duration.ofMinutes(1);

    private final VirtualTime time = new VirtualTime();
    private final Broker broker = new Broker(time, time, new AmqpMessageFormat(), false);
    private final Faults faults = new Faults();
    private final Traffic traffic = new Traffic();

    @Test
    void whatTheProtocolCounts() {
        for (int i = 0; i < 9; i++) {
            traffic.connected(4);
        }
        traffic.disconnected();
        traffic.links(7);
        traffic.received(1100);
        traffic.sent(1300);
        faults.add(Fault.of(FaultKind.SERVER_BUSY));
        for (int i = 0; i < 6; i++) {
            faults.strike(Moment.SEND, "q", null);
        }
        for (var outcome : Traffic.Outcome.values()) {
            for (int i = 0; i < 20 + outcome.ordinal(); i++) {
                traffic.settled(outcome);
            }
        }
        assertFigures(
                "connections 3",
                "connections_opened_total 4",
                "connections_refused_total 5",
                "links 7",
                "received_bytes_total 1100",
                "sent_bytes_total 1300",
                "faults_injected_total 6",
                "settlements_total{outcome=\"completed\"} 20",
                "settlements_total{outcome=\"abandoned\"} 21",
                "settlements_total{outcome=\"deferred\"} 22",
                "settlements_total{outcome=\"dead-lettered\"} 23",
                "settlements_total{outcome=\"refused\"} 24");
    }

    @Test
    void whatAnEntityHoldsAndWhatHappenedInIt() {
        broker.declare(List.of(QueueOptions.named("q").lockDuration(LOCK)));
        var queue = broker.find("q").orElseThrow();
        send(queue, 5, Duration.ofSeconds(1), null);
        time.advance(Duration.ofSeconds(1));
        send(queue, 20, null, null);
        send(queue, 6, null, time.instant().plus(Duration.ofHours(1)));
        receive(queue, 3).forEach(message -> queue.defer(message.lockToken(), Map.of()));
        receive(queue, 2).forEach(message -> queue.deadLetter(message.lockToken(), Map.of()));
        receive(queue, 4);
        time.advance(LOCK);
        receive(queue, 7);
        assertFigures(
                "entities 1",
                "messages{entity=\"q\",state=\"active\"} 8",
                "messages{entity=\"q\",state=\"locked\"} 7",
                "messages{entity=\"q\",state=\"dead-lettered\"} 2",
                "messages{entity=\"q\",state=\"scheduled\"} 6",
                "messages{entity=\"q\",state=\"deferred\"} 3",
                "accepted_messages_total{entity=\"q\"} 31",
                "delivered_messages_total{entity=\"q\"} 16",
                "expired_locks_total{entity=\"q\"} 4",
                "dead_lettered_messages_total{entity=\"q\"} 2",
                "expired_messages_total{entity=\"q\"} 5");
    }

    private void assertFigures(String... figures) {
        var lines = new MetricsPage(broker, faults, traffic).text().lines().toList();
        assertThat(figures).allSatisfy(figure -> assertThat(lines).contains("sluice_emulator_" + figure));
    }

    private static void send(MessageQueue queue, int count, Duration timeToLive, Instant when) {
        queue.send(Collections.nCopies(count, new NewMessage(new byte[1], null, null, timeToLive, when)));
    }

    private static List<Delivery> receive(MessageQueue queue, int count) {
        return queue.receive(count, ReceiveMode.PEEK_LOCK);
    }
}
