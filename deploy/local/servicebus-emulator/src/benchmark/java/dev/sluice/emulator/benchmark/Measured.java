package dev.sluice.emulator.benchmark;

import java.time.Duration;

/**
 * What one broker did in one round of one scenario.
 *
 * @param perSecond messages per second
 * @param cpuMicros microseconds of the broker's processor time for each message
 */
record Measured(double perSecond, double cpuMicros) {

    /** Something that a client does with so many messages. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    static Measured of(Broker broker, int messages, Step step) throws Exception {
        var cpu = broker.cpu();
        long start = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Measured(messages / seconds, micros(broker.cpu().minus(cpu)) / messages);
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }
}
