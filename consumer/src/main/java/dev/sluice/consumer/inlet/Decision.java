package dev.sluice.consumer.inlet;

import dev.sluice.messaging.MessageCounters;
import java.time.Duration;

/** What is to become of a message; how that is done is each inlet's own matter. */
sealed interface Decision {
    /** It has had its effect: it may go. */
    record Finished() implements Decision {}

    /**
     * Put it aside.
     *
     * @param reason the kind, one word, for {@code DeadLetterReason}
     * @param description what is wrong, for {@code DeadLetterErrorDescription}
     */
    record PutAside(String reason, String description) implements Decision {}

    /**
     * Send a copy, then let it go.
     *
     * @param counters the copy's
     * @param delay when the copy is due, from now
     */
    record SendAgain(MessageCounters counters, Duration delay) implements Decision {}

    /**
     * The database is away: keep it in hand until that is back.
     *
     * @param otherwise what an inlet does that can't
     */
    record Hold(SendAgain otherwise) implements Decision {}

    /** Give it back as it is. */
    record GiveBack() implements Decision {}
}
