package dev.sluice.loadtest.fault;

import dev.sluice.stack.ServiceProcess;
import java.time.Duration;

/** Kills producer, whatever it is sending; what it has answered with 202 is on the bus, or was never true. */
final class KillProducer implements Fault {
    @Override
    public void strike(Target target, Duration length) throws Exception {
        ServiceProcess producer = target.stack().producer();
        if (target.isHosted()) {
            ProcessHandle handler = target.someHandler(producer);
            handler.destroyForcibly();
            handler.onExit().join();
            return;
        }
        producer.kill();
        try {
            target.hold(length);
        } finally {
            target.stack().restart(producer);
        }
    }
}
