package dev.sluice.loadtest.fault;

import java.time.Duration;

/** Cuts everybody off from the bus without a word: nothing is refused, nothing is answered, and locks run out. */
final class CutBus implements Fault {
    @Override
    public void strike(Target target, Duration length) throws Exception {
        target.stack().emulator().pause();
        try {
            target.hold(length);
        } finally {
            target.stack().emulator().resume();
        }
    }
}
