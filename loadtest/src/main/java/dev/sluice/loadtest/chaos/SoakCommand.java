package dev.sluice.loadtest.chaos;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code soak}. */
@Command(
        name = "soak",
        description =
                "Keeps up a steady load for long while a small share of everything goes wrong, and says what became of"
                        + " each order.",
        sortOptions = false)
public final class SoakCommand implements Callable<Integer> {
    @Mixin
    private ScheduleOptions options;

    @Override
    public Integer call() throws Exception {
        return options.run("soak");
    }
}
