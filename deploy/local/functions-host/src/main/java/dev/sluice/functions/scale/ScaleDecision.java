package dev.sluice.functions.scale;

import java.util.List;

/**
 * One decision with what it was made from.
 *
 * @param current instances that took part until now
 * @param desired instances that are to take part
 * @param prewarmed instances to keep started beside them
 * @param target what the load asks for, before any limit
 * @param loads what waits
 * @param reason which rule decided
 */
public record ScaleDecision(
        int current, int desired, int prewarmed, long target, List<FunctionLoad> loads, String reason) {

    /** Whether anything changes. */
    public boolean changes() {
        return current != desired;
    }

    @Override
    public String toString() {
        return "instances %d -> %d, prewarmed %d: target %d (%s); %s"
                .formatted(
                        current,
                        desired,
                        prewarmed,
                        target,
                        loads.isEmpty()
                                ? "no trigger to scale by"
                                : String.join(
                                        ", ",
                                        loads.stream()
                                                .map(FunctionLoad::toString)
                                                .toList()),
                        reason);
    }
}
