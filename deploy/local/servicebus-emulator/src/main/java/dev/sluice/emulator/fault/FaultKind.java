package dev.sluice.emulator.fault;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What can go wrong on purpose, and at which moments of a connection's life it can. */
public enum FaultKind {
    /** Attaches, sends and management requests are refused with {@code com.microsoft:server-busy}. */
    SERVER_BUSY("server-busy", Moment.ATTACH, Moment.SEND, Moment.REQUEST),
    /** What a client sent, settled or asked for is done at once, and answered later. */
    DELAY("delay", Moment.ANSWER, Moment.REPLY),
    /** The TCP connection is cut when a client sends or settles a message: before that is done, or after. */
    DROP_CONNECTION("drop-connection", Moment.SEND, Moment.SETTLE, Moment.ANSWER),
    /** The TCP connection is cut when a client settles a message, before that is done; sends go on. */
    DROP_SETTLEMENT("drop-settlement", Moment.SETTLE),
    /** A link is detached with an error that clients retry: at once, or when it is next used. */
    DETACH_LINK("detach-link", Moment.NOW, Moment.SEND, Moment.SETTLE),
    /** A settlement is executed and never answered. */
    LOSE_SETTLEMENT("lose-settlement", Moment.ANSWER_SETTLE),
    /** Nothing is read from the connection nor written to it for a while: at once, or when it is next used. */
    FREEZE("freeze", Moment.NOW, Moment.SEND, Moment.SETTLE);

    private final String text;
    private final Set<Moment> moments;

    FaultKind(String text, Moment... moments) {
        this.text = text;
        this.moments = Set.of(moments);
    }

    /** How it is written in JSON. */
    public String text() {
        return text;
    }

    /** Whether it goes on for a duration. */
    public boolean lasts() {
        return this == DELAY || this == FREEZE;
    }

    boolean strikesAt(Moment moment) {
        return moments.contains(moment) || (moment == Moment.ANSWER_SETTLE && moments.contains(Moment.ANSWER));
    }

    /**
     * The kind that is written so.
     *
     * @throws IllegalArgumentException if there is none; says which there are
     */
    public static FaultKind named(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a fault: expected "
                        + Arrays.stream(values()).map(FaultKind::text).collect(Collectors.joining(", "))));
    }
}
