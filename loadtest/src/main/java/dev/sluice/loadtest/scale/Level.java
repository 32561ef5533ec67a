package dev.sluice.loadtest.scale;

import dev.sluice.loadtest.measure.ProcessUsage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured with so many instances.
 *
 * @param window how long
 * @param backlog orders that still waited at the end
 * @param instances each of them
 * @param emulatorCpu CPU time of the bus
 * @param databaseCpu CPU time of PostgreSQL
 */
record Level(Duration window, long backlog, List<Instance> instances, Duration emulatorCpu, Duration databaseCpu) {
    /**
     * What was measured of one instance.
     *
     * @param effects orders that it processed
     * @param cpu CPU time that it took for them
     * @param residentBytes memory that it held at the end; 0 where the system doesn't tell
     */
    record Instance(long effects, Duration cpu, long residentBytes) {}

    /** Orders a second. */
    double throughput() {
        return total() / seconds(window);
    }

    /** Each instance's share of the orders. */
    List<Double> shares() {
        long total = Math.max(1, total());
        return instances.stream()
                .map(instance -> (double) instance.effects() / total)
                .toList();
    }

    /** By how much the share that is furthest from a fair one is off, as a part of the fair one. */
    double unfairness() {
        return shares().stream()
                .mapToDouble(share -> Math.abs(share * instances.size() - 1))
                .max()
                .orElse(0);
    }

    /** The part of what so many of {@code one}'s instances would process if none stood in another's way. */
    double efficiency(Level one) {
        double ideal = one.throughput() / one.instances.size() * instances.size();
        return ideal == 0 ? 0 : throughput() / ideal;
    }

    /** The bus's share of the machine's CPU time. */
    double emulatorCpuShare() {
        return ProcessUsage.shareOfMachine(emulatorCpu, window);
    }

    /** PostgreSQL's share of the machine's CPU time. */
    double databaseCpuShare() {
        return ProcessUsage.shareOfMachine(databaseCpu, window);
    }

    /** The consumers' share of the machine's CPU time. */
    double consumersCpuShare() {
        return ProcessUsage.shareOfMachine(
                instances.stream().map(Instance::cpu).reduce(Duration.ZERO, Duration::plus), window);
    }

    /** For the report. */
    Map<String, Object> point(Level one) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("instances", instances.size());
        point.put("throughput", throughput());
        point.put("efficiency", efficiency(one));
        point.put("shares", shares());
        point.put("rssBytes", instances.stream().map(Instance::residentBytes).toList());
        point.put(
                "cpuSeconds",
                instances.stream().map(instance -> seconds(instance.cpu())).toList());
        point.put("windowSeconds", seconds(window));
        point.put("backlog", backlog);
        point.put("emulatorCpuShare", emulatorCpuShare());
        point.put("databaseCpuShare", databaseCpuShare());
        point.put("consumersCpuShare", consumersCpuShare());
        return point;
    }

    private long total() {
        return instances.stream().mapToLong(Instance::effects).sum();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
