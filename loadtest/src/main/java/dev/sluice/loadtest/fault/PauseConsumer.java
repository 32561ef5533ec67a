package dev.sluice.loadtest.fault;

import dev.sluice.stack.ServiceProcess;
import java.time.Duration;

/**
 * Stops a consumer's clock and lets it go on as if nothing had been, while its messages have long gone to others. Under the
 * functions-host it is the host, for it is the host that holds the locks.
 */
final class PauseConsumer implements Fault {
    @Override
    public void strike(Target target, Duration length) throws Exception {
        ServiceProcess consumer = target.someConsumer();
        consumer.pause();
        try {
            target.hold(length);
        } finally {
            consumer.resume();
        }
    }
}
