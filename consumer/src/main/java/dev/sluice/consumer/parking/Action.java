package dev.sluice.consumer.parking;

import java.util.Locale;

/** What can be done with parked messages. */
public enum Action {
    /** Send each back to the queue that it came from. */
    REPLAY,
    /** Never process them; they stay in the table for the retention. */
    DISCARD;

    /** As it is stored and shown. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Action of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
