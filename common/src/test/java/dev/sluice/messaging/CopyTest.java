package dev.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.telemetry.TraceContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyTest {
    private static final Instant FIRST = Instant.parse("2026-11-22T09:15:02.125Z");
    private static final Order ORDER = new Order("c", List.of(new OrderLine("TEA-1", 2)), null);

    private final UUID id = UUID.randomUUID();

    @Test
    void anIdIsMadeOfTheOriginalsAndTheCounters() {
        ServiceBusMessage original = message();
        String originalId = original.getMessageId();

        OrderCodec.stamp(original.setMessageId("anything"), new MessageCounters(1, 2, 3), FIRST);

        assertThat(original.getMessageId()).isEqualTo(originalId + "~p1~r2~o3").hasSizeLessThan(128);
        assertThat(original.getApplicationProperties())
                .containsEntry("sluice-replays", 1)
                .containsEntry("sluice-attempts", 2)
                .containsEntry("sluice-deferrals", 3)
                .containsEntry("sluice-first-enqueued", "2026-11-22T09:15:02.125Z");
    }

    /** A chain of copies of copies: an id that came twice would be dropped silently, and the order with it. */
    @Test
    void noCopyOfAChainRepeatsAnId() {
        ServiceBusMessage message = message();
        Set<String> ids = new HashSet<>(Set.of(message.getMessageId()));
        MessageCounters counters = MessageCounters.NONE;
        for (int replay = 0; replay < 3; replay++) {
            for (int round = 0; round < 5; round++) {
                counters = round % 2 == 0 ? counters.attempted() : counters.deferred();
                OrderCodec.stamp(message, counters, FIRST);
                assertThat(ids.add(message.getMessageId())).isTrue();
            }
            counters = counters.replayed();
            OrderCodec.stamp(message, counters, FIRST);
            assertThat(ids.add(message.getMessageId())).isTrue();
        }
    }

    @Test
    void theLargestCountersFitIntoAnId() {
        int most = MessageCounters.MAX;
        ServiceBusMessage message = message();

        OrderCodec.stamp(message, new MessageCounters(most, most, most).attempted(), FIRST);

        assertThat(message.getMessageId()).hasSizeLessThanOrEqualTo(128);
    }

    @Test
    void whatIsNoOrderIsNotCopied() {
        ServiceBusMessage message = new ServiceBusMessage("x");

        assertThatThrownBy(() -> OrderCodec.stamp(message, MessageCounters.NONE.deferred(), FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sluice-order-id");
    }

    @Test
    void theFirstTimeIsKeptThroughEveryCopy() {
        ServiceBusMessage message = message();
        OrderCodec.stamp(message, MessageCounters.NONE.attempted(), FIRST);

        assertThat(OrderCodec.firstEnqueued(message.getApplicationProperties(), FIRST.plusSeconds(60)))
                .isEqualTo(FIRST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "2099-01-01T00:00:00Z", "-1000000000-01-01T00:00:00Z", "1969-12-31T00:00:00Z"})
    void aFirstTimeThatMakesNoSenseIsIgnored(String value) {
        assertThat(OrderCodec.firstEnqueued(Map.of("sluice-first-enqueued", value), FIRST))
                .isEqualTo(FIRST);
    }

    @Test
    void withoutAFirstTimeTheMessagesOwnCounts() {
        assertThat(OrderCodec.firstEnqueued(Map.of(), FIRST)).isEqualTo(FIRST);
    }

    private ServiceBusMessage message() {
        return OrderCodec.encode(new OrderMessage(id, ORDER, TraceContext.NONE));
    }
}
