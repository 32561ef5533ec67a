package dev.sluice.loadtest.ingest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much of all processors each process has taken, from one look to the next. */
final class CpuShares {
    private final Map<String, Long> pids;
    private Map<String, Duration> before;
    private long lookedAt;

    /** Looks for the first time. @param pids process ids, by the name of their share */
    CpuShares(Map<String, Long> pids) {
        this.pids = pids;
        this.before = look();
    }

    /** The shares since the last look, from 0 to 1. */
    Map<String, Double> sinceLast() {
        Map<String, Duration> earlier = before;
        long from = lookedAt;
        before = look();
        double available = (double) (lookedAt - from) * Runtime.getRuntime().availableProcessors();
        Map<String, Double> shares = new LinkedHashMap<>();
        before.forEach((name, cpu) ->
                shares.put(name, Math.round(1_000 * cpu.minus(earlier.get(name)).toNanos() / available) / 1_000.0));
        return shares;
    }

    private Map<String, Duration> look() {
        lookedAt = System.nanoTime();
        Map<String, Duration> now = new LinkedHashMap<>();
        pids.forEach((name, pid) -> now.put(
                name,
                ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElse(Duration.ZERO)));
        return now;
    }
}
