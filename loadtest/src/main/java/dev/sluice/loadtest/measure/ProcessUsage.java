package dev.sluice.loadtest.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What the operating system says of a process. */
public final class ProcessUsage {
    private static final String RESIDENT = "VmRSS:";
    private static final int KIBIBYTE = 1024;

    private ProcessUsage() {}

    /** CPU time that a process has had; zero if it is gone or the system doesn't tell. */
    public static Duration cpu(long pid) {
        return ProcessHandle.of(pid).map(ProcessUsage::cpu).orElse(Duration.ZERO);
    }

    /** CPU time that a process and all that it has started and that still run have had. */
    public static Duration cpuOfFamily(long pid) {
        return ProcessHandle.of(pid)
                .map(parent -> Stream.concat(Stream.of(parent), parent.descendants())
                        .map(ProcessUsage::cpu)
                        .reduce(Duration.ZERO, Duration::plus))
                .orElse(Duration.ZERO);
    }

    /** Memory that a process holds, in bytes; empty if it is gone, or where there is no /proc. */
    public static OptionalLong residentBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
    }

    /** The share that so much CPU time is of all that this machine had in that time. */
    public static double shareOfMachine(Duration cpu, Duration time) {
        return (double) cpu.toNanos() / time.toNanos() / Runtime.getRuntime().availableProcessors();
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
