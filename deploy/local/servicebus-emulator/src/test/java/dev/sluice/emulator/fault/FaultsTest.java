package dev.sluice.emulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which fault strikes when. */
class FaultsTest {

    private final Faults faults = new Faults();

    @Test
    void aFaultStrikesItsEntityItsConnectionAndItsMomentsOnly() {
        faults.add(Fault.of(FaultKind.SERVER_BUSY).at("Orders").on("me"));
        assertThat(faults.strike(Moment.SEND, "orders", "me")).isNotNull();
        assertThat(faults.strike(Moment.ATTACH, "ORDERS/$DeadLetterQueue", "me"))
                .isNotNull();
        assertThat(faults.strike(Moment.SEND, "orders2", "me")).isNull();
        assertThat(faults.strike(Moment.SEND, null, "me")).isNull();
        assertThat(faults.strike(Moment.SEND, "orders", "you")).isNull();
        assertThat(faults.strike(Moment.ANSWER, "orders", "me")).isNull();
        assertThat(faults.struck()).isEqualTo(2);
    }

    @Test
    void aDroppedConnectionIsDroppedBeforeOrAfterAndNeverBoth() {
        faults.add(Fault.of(FaultKind.DROP_CONNECTION));
        assertThat(faults.strike(Moment.SEND, "q", null)).isNotNull();
        assertThat(faults.strike(Moment.ANSWER, "q", null)).isNull();
        faults.clear();
        faults.add(Fault.of(FaultKind.DROP_CONNECTION).afterwards());
        assertThat(faults.strike(Moment.SEND, "q", null)).isNull();
        assertThat(faults.strike(Moment.ANSWER, "q", null)).isNotNull();
        assertThat(faults.strike(Moment.ANSWER_SETTLE, "q", null)).isNotNull();
    }

    @Test
    void howeverManyAskItStrikesAsOftenAsItShouldAndIsGone() {
        var fault = faults.add(Fault.of(FaultKind.SERVER_BUSY).times(100));
        long struck = IntStream.range(0, 100_000)
                .parallel()
                .filter(i -> faults.strike(Moment.SEND, "q", null) != null)
                .count();
        assertThat(struck).isEqualTo(100);
        assertThat(fault.struck()).isEqualTo(100);
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void chanceDecidesWhereAskedTo() {
        faults.add(Fault.of(FaultKind.SERVER_BUSY).probability(0.5));
        long struck = IntStream.range(0, 10_000)
                .filter(i -> faults.strike(Moment.SEND, "q", null) != null)
                .count();
        assertThat(struck).isBetween(4_000L, 6_000L);
    }

    @Test
    void faultsEndWhenRemoved() {
        var first = faults.add(Fault.of(FaultKind.SERVER_BUSY));
        faults.add(Fault.lasting(FaultKind.DELAY, Duration.ofSeconds(1)));
        assertThat(faults.remove(first.id())).isTrue();
        assertThat(faults.remove(first.id())).isFalse();
        assertThat(faults.strike(Moment.SEND, "q", null)).isNull();
        assertThat(faults.list()).hasSize(1);
        faults.clear();
        assertThat(faults.isEmpty()).isTrue();
    }

    @Test
    void listenersHearOfFaultsThatStrikeWhatIsOpenAlready() {
        var heard = new AtomicInteger();
        faults.onAdded(heard::incrementAndGet);
        faults.add(Fault.of(FaultKind.DETACH_LINK));
        faults.add(Fault.lasting(FaultKind.FREEZE, Duration.ofSeconds(1)));
        assertThat(heard).hasValue(2);
        faults.add(Fault.of(FaultKind.SERVER_BUSY));
        assertThat(heard).hasValue(2);
    }

    @Test
    void thereAreAtMostAThousand() {
        IntStream.range(0, 1000).forEach(i -> faults.add(Fault.of(FaultKind.SERVER_BUSY)));
        assertThatThrownBy(() -> faults.add(Fault.of(FaultKind.SERVER_BUSY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> Fault.of(FaultKind.DELAY)).hasMessageContaining("duration");
        assertThatThrownBy(() -> Fault.lasting(FaultKind.SERVER_BUSY, Duration.ofSeconds(1)))
                .hasMessageContaining("only delay and freeze take 'millis'");
        assertThatThrownBy(() -> Fault.lasting(FaultKind.DELAY, Duration.ofHours(2)))
                .hasMessageContaining("'delay' needs a 'millis'");
        assertThatThrownBy(() -> Fault.of(FaultKind.SERVER_BUSY).times(-1)).hasMessageContaining("'times'");
        assertThatThrownBy(() -> Fault.of(FaultKind.SERVER_BUSY).probability(0)).hasMessageContaining("'probability'");
        assertThatThrownBy(() -> Fault.of(FaultKind.SERVER_BUSY).afterwards()).hasMessageContaining("'when'");
        assertThatThrownBy(() -> FaultKind.named("explode")).hasMessageContaining("expected server-busy, delay");
    }
}
