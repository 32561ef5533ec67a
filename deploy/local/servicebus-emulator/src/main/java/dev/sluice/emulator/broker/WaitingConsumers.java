package dev.sluice.emulator.broker;

import java.util.LinkedHashMap;
import java.util.Map;

/** The consumers that found a queue empty, longest wait first. Guarded by the queue's lock. */
final class WaitingConsumers {

    private final Map<Consumer, Integer> demands = new LinkedHashMap<>();

    void add(Consumer consumer, int demand) {
        demands.put(consumer, demand);
    }

    void remove(Consumer consumer) {
        demands.remove(consumer);
    }

    /** Wakes as many as it takes to fetch that many messages, and not the whole herd for one. */
    void wake(int messages) {
        int left = messages;
        var waiting = demands.entrySet().iterator();
        while (left > 0 && waiting.hasNext()) {
            var next = waiting.next();
            waiting.remove();
            left -= next.getValue();
            next.getKey().messagesAvailable();
        }
    }
}
