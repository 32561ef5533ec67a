package dev.sluice.loadtest.ingest;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ProjectHome;
import dev.sluice.stack.ServiceProcess;
import dev.sluice.stack.StackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The same server that sends nothing: a second producer, with an agent in its JVM that only this module has. */
final class Baseline {
    private static final String AGENT = "loadtest/target/accept-without-sending.jar";

    private Baseline() {}

    /**
     * Starts it beside the stack's producer.
     *
     * @throws StackException if the agent is not built, or producer is no JVM's
     */
    static ServiceProcess start(LocalStack stack) {
        Path agent = ProjectHome.find().directory().resolve(AGENT);
        if (!Files.exists(agent)) {
            throw new StackException("the baseline is not built: " + agent + " is missing (mvn package)");
        }
        return stack.addProducer("producer-baseline", Map.of("JAVA_TOOL_OPTIONS", "\"-javaagent:" + agent + "\""));
    }

    /**
     * Makes sure that it has sent nothing, by its own metrics: on the bus, late orders of the other producer may still arrive.
     *
     * @throws StackException if it has, or can't be asked
     */
    static void requireNothingSent(ServiceProcess baseline) throws InterruptedException {
        if (!new Batches(baseline.url()).sinceLast().isEmpty()) {
            throw new StackException(
                    "the baseline has sent orders, so it is none: it needs producer as a JVM build (mvn package without -Dnative)");
        }
    }
}
