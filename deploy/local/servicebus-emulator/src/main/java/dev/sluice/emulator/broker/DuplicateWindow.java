package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/** The message ids that a queue has taken within its duplicate detection window. Guarded by the queue's lock. */
final class DuplicateWindow {

    private final Duration window;
    private final EntityStore store;
    private final LinkedHashMap<String, Seen> seen = new LinkedHashMap<>();

    private record Seen(Instant when, long sequenceNumber) {}

    /** A window that knows what the store remembers. */
    DuplicateWindow(Duration window, EntityStore store) {
        this.window = window;
        this.store = store;
        store.remembered((id, number, when) -> seen.put(id, new Seen(when, number)));
    }

    /** Remembers an id, and says whether it was new. A repeat does not prolong the memory of the first. */
    boolean isNew(String messageId, long sequenceNumber, Instant now) {
        if (window.isZero() || messageId == null) {
            return true;
        }
        forgetBefore(now.minus(window));
        if (seen.putIfAbsent(messageId, new Seen(now, sequenceNumber)) != null) {
            return false;
        }
        store.remember(messageId, sequenceNumber, now);
        return true;
    }

    /** Forgets all. */
    void clear() {
        seen.values().forEach(each -> store.forget(each.sequenceNumber()));
        seen.clear();
    }

    private void forgetBefore(Instant oldest) {
        var entries = seen.values().iterator();
        while (entries.hasNext()) {
            var next = entries.next();
            if (next.when().isAfter(oldest)) {
                return;
            }
            entries.remove();
            store.forget(next.sequenceNumber());
        }
    }
}
