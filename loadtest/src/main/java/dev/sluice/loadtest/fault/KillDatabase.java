package dev.sluice.loadtest.fault;

import java.time.Duration;

/** Kills PostgreSQL, whatever it is writing. */
final class KillDatabase implements Fault {
    @Override
    public void strike(Target target, Duration length) throws Exception {
        target.stack().killDatabase();
        try {
            target.hold(length);
        } finally {
            target.stack().restartDatabase();
        }
    }
}
