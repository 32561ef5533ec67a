package dev.sluice.functions.scale;

import java.time.Duration;

/**
 * The limits of an app in its plan.
 *
 * @param min always-ready instances
 * @param max the most instances
 * @param prewarmed how many more are kept started, without work, while there is load
 * @param tick how often is decided
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-premium-plan">Premium plan</a>
 */
public record ScalePlan(int min, int max, int prewarmed, Duration tick) {

    /** The controller's interval is not published; its samples are 10 s apart. */
    public static final Duration DEFAULT_TICK = Duration.ofSeconds(10);

    private static final int MOST_ALWAYS_READY = 20;
    private static final int MOST_INSTANCES = 100;

    /**
     * Checks the numbers against the plan's own limits.
     *
     * @throws IllegalArgumentException if Elastic Premium has no such plan
     */
    public ScalePlan {
        check(min >= 1 && min <= MOST_ALWAYS_READY, "min must be 1 to " + MOST_ALWAYS_READY + ", is " + min);
        check(max >= min && max <= MOST_INSTANCES, "max must be min to " + MOST_INSTANCES + ", is " + max);
        check(prewarmed >= 0 && prewarmed <= MOST_ALWAYS_READY, "prewarmed must be 0 to " + MOST_ALWAYS_READY);
        check(!tick.isNegative() && !tick.isZero(), "tick must be above zero");
    }

    /** A plan with one prewarmed instance, as Azure has it unless told otherwise. */
    public static ScalePlan of(int min, int max, Duration tick) {
        return new ScalePlan(min, max, 1, tick);
    }

    private static void check(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }
}
