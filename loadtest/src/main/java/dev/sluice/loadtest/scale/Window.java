package dev.sluice.loadtest.scale;

import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.measure.Effects;
import dev.sluice.loadtest.measure.ProcessUsage;
import dev.sluice.stack.LocalStack;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a level. The effects and their times are the database's own: nothing is asked of it meanwhile. */
final class Window {
    private final LocalStack stack;
    private final Effects effects;
    private final RunControl control;

    Window(LocalStack stack, Effects effects, RunControl control) {
        this.stack = stack;
        this.effects = effects;
        this.control = control;
    }

    /** Measures for so long; empty if the run is stopped meanwhile. */
    Optional<Level> measure(Consumers consumers, Duration length) throws SQLException, InterruptedException {
        List<Long> pids = consumers.pids();
        List<Duration> cpuBefore = pids.stream().map(ProcessUsage::cpu).toList();
        Duration emulatorBefore = ProcessUsage.cpu(stack.emulator().pid());
        Duration databaseBefore = ProcessUsage.cpuOfFamily(stack.databasePid());
        Instant from = Instant.now();
        control.pause(length);
        Instant to = Instant.now();
        Duration emulatorCpu = ProcessUsage.cpu(stack.emulator().pid()).minus(emulatorBefore);
        Duration databaseCpu = ProcessUsage.cpuOfFamily(stack.databasePid()).minus(databaseBefore);
        List<Duration> cpuAfter = pids.stream().map(ProcessUsage::cpu).toList();
        if (control.isStopped()) {
            return Optional.empty();
        }
        Map<String, Long> counts = effects.between(from, to);
        List<Level.Instance> instances = new ArrayList<>();
        for (int i = 0; i < pids.size(); i++) {
            instances.add(new Level.Instance(
                    counts.getOrDefault(consumers.names().get(i), 0L),
                    cpuAfter.get(i).minus(cpuBefore.get(i)),
                    ProcessUsage.residentBytes(pids.get(i)).orElse(0)));
        }
        return Optional.of(
                new Level(Duration.between(from, to), stack.emulator().queued(), instances, emulatorCpu, databaseCpu));
    }
}
