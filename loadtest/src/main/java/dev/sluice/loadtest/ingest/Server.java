package dev.sluice.loadtest.ingest;

import java.util.Locale;

/** To whom orders are offered. */
enum Server {
    /** Producer as it is. */
    ORDERS,
    /** The same, but for that it answers 202 and sends nothing. */
    BASELINE;

    /** As a report has it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
