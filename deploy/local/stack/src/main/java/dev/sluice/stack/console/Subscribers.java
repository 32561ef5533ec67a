package dev.sluice.stack.console;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The pages that are looking on: so many at the most, and none that can hold up the others. */
final class Subscribers implements AutoCloseable {
    /** Beyond this, somebody forgets to close tabs. */
    static final int MAX = 16;

    private final List<Subscription> open = new CopyOnWriteArrayList<>();
    private String last;
    private boolean closed;

    /** One more, who gets the latest event at once; empty if there are too many. */
    synchronized Optional<Subscription> open() {
        if (closed || open.size() >= MAX) {
            return Optional.empty();
        }
        Subscription subscription = new Subscription(open::remove);
        if (last != null) {
            subscription.offer(last);
        }
        open.add(subscription);
        return Optional.of(subscription);
    }

    /** An event for all of them; whoever has not taken the ones before is dropped. */
    synchronized void publish(String event) {
        last = event;
        for (Subscription subscription : open) {
            if (!subscription.offer(event)) {
                subscription.drop();
            }
        }
    }

    int count() {
        return open.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.forEach(Subscription::drop);
    }
}
