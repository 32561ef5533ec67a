package dev.sluice.stack.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.ledger.Observation.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerdictArithmeticTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<UUID, Instant> accepted = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final List<Effect> effects = new ArrayList<>();
    private final Set<UUID> inbox = new HashSet<>();
    private final Set<UUID> parked = new HashSet<>();
    private long recovered;
    private long queued;

    @AfterEach
    void theSumAlwaysHolds() {
        Verdict verdict = verdict();
        assertThat(verdict.processed() + verdict.parked() + verdict.waiting() + verdict.lost())
                .isEqualTo(verdict.accepted());
    }

    @Test
    void anEmptyLedgerHolds() {
        Verdict verdict = verdict();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.ordersPerSecond()).isZero();
        assertThat(verdict.endToEnd()).isEqualTo(new Verdict.Latency(0, 0));
    }

    @Test
    void oneEffectPerOrderHolds() {
        effect(accept(0), 10);
        effect(accept(5), 30);
        Verdict verdict = verdict();
        assertThat(verdict.accepted()).isEqualTo(2);
        assertThat(verdict.processed()).isEqualTo(2);
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.isFinal()).isTrue();
    }

    @Test
    void aSecondEffectOfAnOrderIsADuplicate() {
        UUID order = accept(0);
        effect(order, 10);
        effect(order, 20);
        effect(order, 30);
        Verdict verdict = verdict();
        assertThat(verdict.processed()).isEqualTo(1);
        assertThat(verdict.duplicates()).isEqualTo(2);
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void anOrderThatIsNowhereIsLost() {
        accept(0);
        effect(accept(0), 10);
        Verdict verdict = verdict();
        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void whatIsStillOnAQueueWaits() {
        accept(0);
        accept(0);
        queued = 1;
        Verdict verdict = verdict();
        assertThat(verdict.waiting()).isEqualTo(1);
        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.isFinal()).isFalse();
    }

    @Test
    void repeatsOnAQueueAreNotWaitingOrders() {
        effect(accept(0), 10);
        queued = 7;
        Verdict verdict = verdict();
        assertThat(verdict.waiting()).isZero();
        assertThat(verdict.holds()).isTrue();
    }

    @Test
    void aParkedOrderIsNotLost() {
        parked.add(accept(0));
        Verdict verdict = verdict();
        assertThat(verdict.parked()).isEqualTo(1);
        assertThat(verdict.lost()).isZero();
        assertThat(verdict.holds()).isTrue();
    }

    @Test
    void anOrderThatIsProcessedAndParkedCountsAsProcessed() {
        UUID order = accept(0);
        effect(order, 10);
        parked.add(order);
        Verdict verdict = verdict();
        assertThat(verdict.processed()).isEqualTo(1);
        assertThat(verdict.parked()).isZero();
    }

    @Test
    void anEffectThatNobodyWasPromisedIsUnexpected() {
        effect(UUID.randomUUID(), 10);
        Verdict verdict = verdict();
        assertThat(verdict.unexpected()).isEqualTo(1);
        assertThat(verdict.processed()).isZero();
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void aMarkInTheInboxThatNobodyWasPromisedIsUnexpected() {
        inbox.add(UUID.randomUUID());
        assertThat(verdict().unexpected()).isEqualTo(1);
    }

    @Test
    void anOrderOfUnknownFateIsNotUnexpected() {
        UUID order = UUID.randomUUID();
        unknown.add("customer-1");
        inbox.add(order);
        effects.add(new Effect(order, "customer-1", START));
        Verdict verdict = verdict();
        assertThat(verdict.unexpected()).isZero();
        assertThat(verdict.accepted()).isZero();
        assertThat(verdict.processed()).isZero();
    }

    @Test
    void anOrderOfUnknownFateMustNotBeDoneTwiceEither() {
        UUID order = UUID.randomUUID();
        unknown.add("customer-1");
        effects.add(new Effect(order, "customer-1", START));
        effects.add(new Effect(order, "customer-1", START));
        assertThat(verdict().duplicates()).isEqualTo(1);
    }

    @Test
    void absorbedRedeliveriesAreRecoveredAndDoNoHarm() {
        effect(accept(0), 10);
        recovered = 3;
        Verdict verdict = verdict();
        assertThat(verdict.recovered()).isEqualTo(3);
        assertThat(verdict.holds()).isTrue();
    }

    @Test
    void timesRunFromTheRequestToTheFirstEffect() {
        for (int i = 0; i < 99; i++) {
            effect(accept(0), 100);
        }
        UUID slow = accept(1000);
        effect(slow, 9000);
        effect(slow, 3000);
        Verdict verdict = verdict();
        assertThat(verdict.endToEnd().p50()).isEqualTo(100);
        assertThat(verdict.endToEnd().p99()).isEqualTo(100);
        assertThat(verdict.elapsed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(verdict.ordersPerSecond()).isEqualTo(100 / 3.0);
    }

    private UUID accept(long millis) {
        UUID order = UUID.randomUUID();
        accepted.put(order, START.plusMillis(millis));
        return order;
    }

    private void effect(UUID order, long millis) {
        inbox.add(order);
        effects.add(new Effect(order, "customer-of-" + order, START.plusMillis(millis)));
    }

    private Verdict verdict() {
        return VerdictArithmetic.of(accepted, unknown, new Observation(effects, inbox, recovered, parked, queued));
    }
}
