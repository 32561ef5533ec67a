package dev.sluice.loadtest.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a run was measured on.
 *
 * @param processors how many the JVM may use
 * @param processor their model; the architecture where the system does not tell
 * @param memoryBytes of the whole machine
 * @param system name and version
 * @param loadBefore the load average of the last minute before the run: far above 0, the machine was not quiet; negative
 *     where the system does not tell
 */
public record Machine(int processors, String processor, long memoryBytes, String system, double loadBefore) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** This one, now. */
    static Machine now() {
        OperatingSystemMXBean bean = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                bean.getAvailableProcessors(),
                model(),
                bean.getTotalMemorySize(),
                bean.getName() + " " + bean.getVersion(),
                bean.getSystemLoadAverage());
    }

    private static String model() {
        String architecture = System.getProperty("os.arch");
        if (!Files.isReadable(PROCESSORS)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture;
        }
    }
}
