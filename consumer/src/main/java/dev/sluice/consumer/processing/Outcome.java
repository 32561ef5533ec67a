package dev.sluice.consumer.processing;

/** What became of a message, and so what the inlet has to do with it. */
public sealed interface Outcome {
    /** The effect is committed, now: settle the message. */
    record Done() implements Outcome {}

    /** The effect was committed before, by an earlier delivery: settle the message. */
    record Duplicate() implements Outcome {}

    /**
     * Not now: deliver it again.
     *
     * @param cause whose fault it is
     * @param reason what happened, in words that may be shown
     */
    record Retry(Cause cause, String reason) implements Outcome {}

    /**
     * Never: put it aside for somebody to look at.
     *
     * @param reason the kind, one word, for {@code DeadLetterReason}
     * @param description what is wrong, for {@code DeadLetterErrorDescription}; cut to what Service Bus takes
     */
    record Park(String reason, String description) implements Outcome {
        /** Service Bus refuses to dead-letter with more, and the message would come back instead. */
        static final int MAX_DESCRIPTION_LENGTH = 4096;

        /** Cuts the description where it is too long. */
        public Park {
            if (description.length() > MAX_DESCRIPTION_LENGTH) {
                description = description.substring(0, MAX_DESCRIPTION_LENGTH - 1) + "…";
            }
        }
    }

    /** Why a message has to be tried again. */
    enum Cause {
        /** The handler failed on it. */
        FAILURE,
        /** Another transaction holds the same order: no attempt is used up. */
        CONTENTION,
        /** The database is away: not the message's fault, no attempt is used up. */
        OUTAGE,
        /** The service is stopping and the work was interrupted: no attempt is used up. */
        INTERRUPTION
    }
}
