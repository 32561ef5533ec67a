package dev.sluice.stack;

import java.time.Duration;
import java.util.List;

/**
 * How many instances of a function app there may be.
 *
 * @param min always there, 1 or more
 * @param max the most, {@code min} or more
 * @param tick how often is decided, in whole seconds; without effect where {@code min} is {@code max}
 */
record InstanceRange(int min, int max, Duration tick) {
    private static final Duration AS_THE_PLAN_HAS_IT = Duration.ofSeconds(10);

    InstanceRange {
        if (min < 1 || max < min) {
            throw new IllegalArgumentException(
                    "instances must be 1 or more, and max not below min: min " + min + ", max " + max);
        }
        if (tick.toSeconds() < 1) {
            throw new IllegalArgumentException("the tick must be 1 s or more, not " + tick);
        }
    }

    /** Always so many. */
    static InstanceRange fixed(int instances) {
        return new InstanceRange(instances, instances, AS_THE_PLAN_HAS_IT);
    }

    /** The functions-host's options for it. */
    List<String> options() {
        return List.of(
                "--min",
                Integer.toString(min),
                "--max",
                Integer.toString(max),
                "--tick",
                Long.toString(tick.toSeconds()));
    }
}
