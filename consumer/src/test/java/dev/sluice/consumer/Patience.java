package dev.sluice.consumer;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what must happen: long enough for a busy machine, for only a failure takes all of it. */
public final class Patience {
    private Patience() {}

    /** Starts waiting. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }
}
