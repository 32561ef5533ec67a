package dev.sluice.producer.api.batch;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The answer to a batch of which at least one order was accepted.
 *
 * @param accepted how many orders the broker has acknowledged
 * @param notAccepted how many results say otherwise
 * @param results one for each item, in order
 */
@RegisterForReflection
public record BatchAnswer(int accepted, int notAccepted, List<ItemResult> results) {}
