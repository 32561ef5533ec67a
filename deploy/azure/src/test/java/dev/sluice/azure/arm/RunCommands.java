package dev.sluice.azure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.azure.catalog.ResourceId;
import java.util.function.Function;

/** Scripts that are run in virtual machines: nothing is run; a test says what came of it. */
final class RunCommands {
    private volatile Function<ObjectNode, RunResult> outcome = command -> new RunResult(0, "");

    void answer(Function<ObjectNode, RunResult> outcome) {
        this.outcome = outcome;
    }

    /** @param body of a {@code virtualMachines/runCommands} that is put; gets its {@code instanceView} */
    void run(ResourceId id, ObjectNode body) {
        if (!id.type().equalsIgnoreCase("Microsoft.Compute/virtualMachines/runCommands")) {
            return;
        }
        RunResult result = outcome.apply(body);
        body.withObjectProperty("properties")
                .putObject("instanceView")
                .put("executionState", result.exitCode() == 0 ? "Succeeded" : "Failed")
                .put("exitCode", result.exitCode())
                .put("output", result.output())
                .put("error", "");
    }
}
