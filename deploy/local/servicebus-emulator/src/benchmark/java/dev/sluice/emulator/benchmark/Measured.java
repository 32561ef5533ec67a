package dev.sluice.emulator.benchmark;

import java.time.Duration;

/**
 * What one broker did in one round of one scenario.
 *
 * @param perSecond messages per second
 * @param cpuMicros microseconds of the broker's processor time for each message
 * @param clientBusy the client's processor time per second: where it is near 1 on one processor, it is what limits
 */
record Measured(double perSecond, double cpuMicros, double clientBusy) {

    /** Something that a client does with so many messages. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    static Measured of(Broker broker, int messages, Step step) throws Exception {
        var cpu = broker.cpu();
        var clientCpu = clientCpu();
        long start = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured(
                messages / seconds,
                micros(broker.cpu().minus(cpu)) / messages,
                micros(clientCpu().minus(clientCpu)) / 1e6 / seconds);
    }

    private static Duration clientCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }
}
