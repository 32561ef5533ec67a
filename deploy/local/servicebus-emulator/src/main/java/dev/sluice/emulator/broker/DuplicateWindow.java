package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/** The message ids that a queue has taken within its duplicate detection window. Guarded by the queue's lock. */
final class DuplicateWindow {

    private final Duration window;
    private final LinkedHashMap<String, Instant> seen = new LinkedHashMap<>();

    DuplicateWindow(Duration window) {
        this.window = window;
    }

    /** Remembers an id, and says whether it was new. A repeat does not prolong the memory of the first. */
    boolean isNew(String messageId, Instant now) {
        if (window.isZero() || messageId == null) {
            return true;
        }
        forgetBefore(now.minus(window));
        return seen.putIfAbsent(messageId, now) == null;
    }

    /** Forgets all. */
    void clear() {
        seen.clear();
    }

    private void forgetBefore(Instant oldest) {
        var entries = seen.values().iterator();
        while (entries.hasNext() && !entries.next().isAfter(oldest)) {
            entries.remove();
        }
    }
}
