package dev.sluice.azure.posture;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One thing that must be true of every deployment.
 *
 * @param area part of the deployment
 * @param name the thing, as a sentence; unique
 * @param check breaches found, each with the resource's name in front
 */
record Invariant(String area, String name, Function<Deployment, Stream<String>> check) {
    static Invariant of(String area, String name, Function<Deployment, Stream<String>> check) {
        return new Invariant(area, name, check);
    }

    List<String> breaches(Deployment deployment) {
        return check.apply(deployment).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
