package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.fault.Target;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioNode;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.LocalStackBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The system that is put to the test.
 *
 * @param inlet how orders reach the consumers
 * @param consumers how many there are
 * @param lock how long a message stays locked
 * @param handlerTime how long a handler takes
 * @param durable whether the bus keeps its messages on disk
 * @param clockAhead by how much the clock of one consumer is ahead; zero for none
 * @param settings environment variables of the consumers
 */
record SystemPlan(
        Inlet inlet,
        int consumers,
        Duration lock,
        Duration handlerTime,
        boolean durable,
        Duration clockAhead,
        Map<String, String> settings) {
    /** A scenario's keys for it. */
    static final List<String> KEYS =
            List.of("inlet", "consumers", "lock", "handler", "durable", "clock-ahead", "settings");

    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(5);
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(5);
    private static final int MOST_CONSUMERS = 16;

    SystemPlan {
        if (inlet == Inlet.FUNCTIONS && !clockAhead.isZero()) {
            throw new IllegalArgumentException("'inlet: processor', where a consumer's clock can be its own");
        }
    }

    /** The same, by another inlet. */
    SystemPlan by(Inlet other) {
        return new SystemPlan(other, consumers, lock, handlerTime, durable, clockAhead, settings);
    }

    /** Reads it out of a scenario. */
    static SystemPlan read(Map<String, ScenarioNode> fields) throws ScenarioException {
        Duration clockAhead = ScenarioNode.duration(fields, "clock-ahead", Duration.ZERO);
        try {
            return new SystemPlan(
                    fields.containsKey("inlet") ? inlet(fields.get("inlet")) : Inlet.FUNCTIONS,
                    (int) ScenarioNode.number(fields, "consumers", 1, MOST_CONSUMERS, 3),
                    fields.containsKey("lock") ? lock(fields.get("lock")) : SHORTEST_LOCK,
                    ScenarioNode.duration(fields, "handler", Duration.ofMillis(50)),
                    fields.containsKey("durable") && fields.get("durable").flag(),
                    clockAhead,
                    ScenarioNode.texts(fields, "settings"));
        } catch (IllegalArgumentException e) {
            throw fields.get("clock-ahead").expected(e.getMessage());
        }
    }

    /** What a stack has to be started with; a consumer whose clock is wrong is to be added to it. */
    LocalStackBuilder builder() {
        LocalStackBuilder builder = LocalStack.builder()
                .inlet(inlet)
                .consumers(consumers - (clockAhead.isZero() ? 0 : 1))
                .lockDuration(lock)
                .patience(Target.PATIENCE)
                .consumerSetting("SLUICE_HANDLER_SIMULATED_TIME", handlerTime.toString());
        settings.forEach(builder::consumerSetting);
        return durable ? builder.durable() : builder;
    }

    private static Inlet inlet(ScenarioNode node) throws ScenarioException {
        return switch (node.text()) {
            case "functions" -> Inlet.FUNCTIONS;
            case "processor" -> Inlet.PROCESSOR;
            default -> throw node.expected("functions or processor");
        };
    }

    private static Duration lock(ScenarioNode node) throws ScenarioException {
        Duration lock = node.duration();
        if (lock.compareTo(SHORTEST_LOCK) < 0 || lock.compareTo(LONGEST_LOCK) > 0) {
            throw node.expected("a time from 5s to 5m, as Service Bus has it");
        }
        return lock;
    }
}
