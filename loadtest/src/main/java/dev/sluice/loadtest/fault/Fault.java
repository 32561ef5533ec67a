package dev.sluice.loadtest.fault;

import java.time.Duration;

/** One kind of fault. */
public interface Fault {
    /**
     * Strikes once: breaks something, leaves it so for a while, and mends what does not mend itself. When this returns the
     * system may still be on its way back.
     *
     * @param length how long it stays broken; without meaning where it mends itself
     * @throws Exception if it could not be broken or mended
     */
    void strike(Target target, Duration length) throws Exception;
}
