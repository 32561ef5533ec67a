package dev.sluice.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A stack's namespaces: one, or two with the same queues that know nothing of each other. */
final class Namespaces {
    private final List<EmulatorProcess> all = new ArrayList<>();

    /** Not started yet; {@code started} gets every process that is started for one of them. */
    Namespaces(LocalStackBuilder settings, Readiness readiness, Consumer<ChildProcess> started) {
        Path config = EmulatorConfigFile.write(settings.logs, settings.lockDuration, settings.duplicateDetection);
        all.add(new EmulatorProcess("emulator", config, settings, readiness, started));
        if (settings.secondNamespace) {
            all.add(new EmulatorProcess("emulator-secondary", config, settings, readiness, started));
        }
    }

    void start() {
        all.forEach(EmulatorProcess::start);
    }

    List<EmulatorProcess> all() {
        return all;
    }

    EmulatorProcess primary() {
        return all.get(0);
    }

    Optional<EmulatorProcess> secondary() {
        return all.size() < 2 ? Optional.empty() : Optional.of(all.get(1));
    }

    /** All messages on the queues of orders, in whatever state, in all namespaces. */
    long queued() {
        return all.stream().mapToLong(EmulatorProcess::queued).sum();
    }

    void stop() {
        all.forEach(EmulatorProcess::stop);
    }
}
