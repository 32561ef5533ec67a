package dev.sluice.loadtest.fault;

import java.time.Duration;

/** Kills the bus. It must be durable, or every accepted order is gone, and the verdict will say so. */
final class KillBus implements Fault {
    @Override
    public void strike(Target target, Duration length) throws Exception {
        target.stack().emulator().kill();
        try {
            target.hold(length);
        } finally {
            target.stack().emulator().restart();
        }
    }
}
