package dev.sluice.loadtest.chaos;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code chaos}. */
@Command(
        name = "chaos",
        description = "Kills, stops and cuts off what it can while orders come in, and says what became of each.",
        sortOptions = false)
public final class ChaosCommand implements Callable<Integer> {
    @Mixin
    private ScheduleOptions options;

    @Override
    public Integer call() throws Exception {
        return options.run("chaos");
    }
}
