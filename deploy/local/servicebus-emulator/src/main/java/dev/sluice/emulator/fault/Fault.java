package dev.sluice.emulator.fault;

import java.time.Duration;
import java.util.Locale;

/**
 * A fault to inject.
 *
 * @param kind what goes wrong
 * @param entity only there, its subqueues and subscriptions included; null for everywhere. Compared without regard to case
 * @param connection only on connections whose AMQP container id this is; null for all
 * @param times how often it strikes before it is gone; 0 for until it is removed
 * @param probability with which it strikes each time it could, above 0 and at most 1
 * @param duration of a delay or a freeze, at most an hour; zero for other kinds
 * @param after whether a connection is dropped after what the client sent was executed, and not before
 */
public record Fault(
        FaultKind kind,
        String entity,
        String connection,
        int times,
        double probability,
        Duration duration,
        boolean after) {

    private static final Duration LONGEST = Duration.ofHours(1);

    /** Refuses what makes no sense, and says what would. */
    public Fault {
        require(kind != null, "a fault needs a kind");
        require(times >= 0, "'times' must not be negative: expected 0 (until it is removed) or more");
        require(probability > 0 && probability <= 1, "'probability' must be above 0 and at most 1");
        require(
                kind == null
                        || kind.lasts() != duration.isZero()
                                && !duration.isNegative()
                                && duration.compareTo(LONGEST) <= 0,
                kind != null && kind.lasts()
                        ? "'" + kind.text() + "' needs a 'millis' above 0 and of at most an hour"
                        : "only delay and freeze take 'millis'");
        require(!after || kind == FaultKind.DROP_CONNECTION, "only drop-connection takes 'when'");
    }

    /** A fault everywhere, always, until it is removed. */
    public static Fault of(FaultKind kind) {
        require(!kind.lasts(), "'" + kind.text() + "' needs a duration: use Fault.lasting");
        return new Fault(kind, null, null, 0, 1, Duration.ZERO, false);
    }

    /** A delay or a freeze everywhere, always, until it is removed. */
    public static Fault lasting(FaultKind kind, Duration duration) {
        return new Fault(kind, null, null, 0, 1, duration, false);
    }

    /** The same fault at one entity only. */
    public Fault at(String entityPath) {
        return new Fault(kind, entityPath, connection, times, probability, duration, after);
    }

    /** The same fault on connections with that container id only. */
    public Fault on(String containerId) {
        return new Fault(kind, entity, containerId, times, probability, duration, after);
    }

    /** The same fault, gone after it has struck so often. */
    public Fault times(int count) {
        return new Fault(kind, entity, connection, count, probability, duration, after);
    }

    /** The same fault, striking by chance. */
    public Fault probability(double value) {
        return new Fault(kind, entity, connection, times, value, duration, after);
    }

    /** The same dropped connection, after what the client sent was executed. */
    public Fault afterwards() {
        return new Fault(kind, entity, connection, times, probability, duration, true);
    }

    boolean concerns(Moment moment, String path, String containerId) {
        return kind.strikesAt(moment)
                && (kind != FaultKind.DROP_CONNECTION || after == isAnswer(moment))
                && (connection == null || connection.equals(containerId))
                && (entity == null || isAtOrBelow(path));
    }

    private boolean isAtOrBelow(String path) {
        if (path == null) {
            return false;
        }
        var here = path.toLowerCase(Locale.ROOT);
        var wanted = entity.toLowerCase(Locale.ROOT);
        return here.equals(wanted) || here.startsWith(wanted + "/");
    }

    private static boolean isAnswer(Moment moment) {
        return moment == Moment.ANSWER || moment == Moment.ANSWER_SETTLE;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
