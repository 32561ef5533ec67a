package dev.sluice.loadtest.burst;

import dev.sluice.stack.ServiceProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers when each instance was first seen. */
final class InstanceWatch {
    private final ServiceProcess host;
    private final Map<Long, Instant> firstSeen = new ConcurrentHashMap<>();

    InstanceWatch(ServiceProcess host) {
        this.host = host;
    }

    /** How many run now, prewarmed ones included. */
    int look() {
        List<Long> workers = host.workers();
        Instant now = Instant.now();
        workers.forEach(pid -> firstSeen.putIfAbsent(pid, now));
        return workers.size();
    }

    /** When those came that were not there in the beginning, the earliest first. */
    List<Instant> added(int alwaysReady) {
        return firstSeen.values().stream().sorted().skip(alwaysReady).toList();
    }
}
