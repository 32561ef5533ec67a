package dev.sluice.azure.scripts;

import dev.sluice.azure.arm.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What the project's own scripts put, asked once. */
public final class Baseline {
    private static final Map<String, List<Exchange>> BY_STEP = new ConcurrentHashMap<>();

    private Baseline() {}

    /** All of it. */
    public static List<Exchange> all() {
        return step("");
    }

    /** What a step puts; all of it for an empty name. */
    public static List<Exchange> step(String step) {
        return BY_STEP.computeIfAbsent(step, name -> {
            try {
                return name.isEmpty()
                        ? DryRun.of(Scripts.own(), "--region", "all")
                        : DryRun.of(Scripts.own(), "--region", "all", "--step", name);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        });
    }

    /** The whole, with one step put otherwise. */
    public static List<Exchange> with(String step, List<Exchange> otherwise) {
        if (step.isEmpty()) {
            return otherwise;
        }
        Predicate<Exchange> ofStep =
                exchange -> step(step).stream().anyMatch(own -> own.path().equals(exchange.path()));
        List<Exchange> all = new ArrayList<>(all());
        all.removeIf(ofStep);
        all.addAll(otherwise);
        return all;
    }
}
