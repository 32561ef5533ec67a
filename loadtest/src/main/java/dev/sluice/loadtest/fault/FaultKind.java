package dev.sluice.loadtest.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The faults that a scenario may name. */
public enum FaultKind {
    /** A consumer is killed (SIGKILL) at any moment, and started again. */
    KILL_CONSUMER(new KillConsumer(), Duration.ZERO),
    /** A consumer is killed when effects are committed and the bus has not heard of it. */
    KILL_AFTER_COMMIT(new KillAfterCommit(), Duration.ZERO),
    /** A consumer, or the host of all of them, stands still (SIGSTOP), by default past its locks. */
    PAUSE_CONSUMER(new PauseConsumer(), null),
    /** Producer is killed (SIGKILL), and started again. */
    KILL_PRODUCER(new KillProducer(), Duration.ZERO),
    /** The bus is killed (SIGKILL), away for a while, and started again on its data. */
    KILL_BUS(new KillBus(), Duration.ofSeconds(1)),
    /** The bus hears and says nothing, while connections stay open: a network that swallows everything. */
    CUT_BUS(new CutBus(), Duration.ofSeconds(5)),
    /** Every connection to the bus breaks as soon as something is sent or settled on it. */
    DROP_CONNECTIONS(new DropConnections(), Duration.ofSeconds(5)),
    /** A small share of everything that has to do with the bus goes wrong. */
    UNSTEADY_BUS(new UnsteadyBus(), Duration.ofMinutes(1)),
    /** PostgreSQL is killed (SIGKILL), away for a while, and started again on its data. */
    KILL_DATABASE(new KillDatabase(), Duration.ofSeconds(1)),
    /** Somebody else has every connection that PostgreSQL can give. */
    EXHAUST_DATABASE(new ExhaustDatabase(), Duration.ofSeconds(5)),
    /** Somebody else has the table locked that every handler writes into. */
    LOCK_TABLE(new LockTable(), Duration.ofSeconds(5));

    private final Fault fault;
    private final Duration length;

    FaultKind(Fault fault, Duration length) {
        this.fault = fault;
        this.length = length;
    }

    /** What does it. */
    public Fault fault() {
        return fault;
    }

    /** How long it lasts unless a scenario says otherwise. */
    public Duration length(Duration lockDuration) {
        return length == null ? lockDuration.plusSeconds(3) : length;
    }

    /** How a scenario has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one that a scenario means, if there is one. */
    public static Optional<FaultKind> named(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }

    /** All of them, as a scenario has them. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(FaultKind::text).toList();
    }
}
