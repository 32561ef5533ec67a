package dev.sluice.loadtest.fault;

import dev.sluice.stack.ServiceProcess;
import java.time.Duration;

/** Kills a consumer, whatever it is doing. Under the functions-host it is one handler, and the host replaces it. */
final class KillConsumer implements Fault {
    @Override
    public void strike(Target target, Duration length) throws Exception {
        if (target.isHosted()) {
            ProcessHandle handler = target.someHandler(target.someConsumer());
            handler.destroyForcibly();
            handler.onExit().join();
            return;
        }
        ServiceProcess consumer = target.someConsumer();
        consumer.kill();
        target.restartMeanwhile(consumer);
    }
}
