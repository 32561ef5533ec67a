package dev.sluice.stack.ledger;

import dev.sluice.stack.ledger.Observation.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.HdrHistogram.Histogram;

/** Compares what a ledger held with an observation that was made after it; no I/O. */
final class VerdictArithmetic {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Map<UUID, Instant> accepted;
    private final Set<String> unknown;
    private final Observation observation;
    private final Map<UUID, Instant> firstEffects = new HashMap<>();
    private final Set<UUID> unexpected = new HashSet<>();
    private long duplicates;

    private VerdictArithmetic(Map<UUID, Instant> accepted, Set<String> unknown, Observation observation) {
        this.accepted = accepted;
        this.unknown = unknown;
        this.observation = observation;
    }

    static Verdict of(Map<UUID, Instant> accepted, Set<String> unknown, Observation observation) {
        return new VerdictArithmetic(accepted, unknown, observation).verdict();
    }

    private Verdict verdict() {
        unexpected.addAll(observation.inbox());
        Set<UUID> promised = new HashSet<>(accepted.keySet());
        for (Effect effect : observation.effects()) {
            duplicates += firstEffects.containsKey(effect.orderId()) ? 1 : 0;
            firstEffects.merge(
                    effect.orderId(), effect.recordedAt(), (first, second) -> second.isBefore(first) ? second : first);
            unexpected.add(effect.orderId());
            if (unknown.contains(effect.customer())) {
                promised.add(effect.orderId());
            }
        }
        unexpected.removeAll(promised);

        long processed = 0;
        long parked = 0;
        for (UUID orderId : accepted.keySet()) {
            if (firstEffects.containsKey(orderId)) {
                processed++;
            } else if (observation.parked().contains(orderId)) {
                parked++;
            }
        }
        long missing = accepted.size() - processed - parked;
        long waiting = Math.min(missing, observation.queued());
        return new Verdict(
                accepted.size(),
                processed,
                parked,
                waiting,
                missing - waiting,
                unexpected.size(),
                duplicates,
                observation.recovered(),
                elapsed(),
                latency());
    }

    private Duration elapsed() {
        Instant first = accepted.values().stream().min(Instant::compareTo).orElse(null);
        Instant last = firstEffects.entrySet().stream()
                .filter(effect -> accepted.containsKey(effect.getKey()))
                .map(Map.Entry::getValue)
                .max(Instant::compareTo)
                .orElse(null);
        return first == null || last == null || last.isBefore(first) ? Duration.ZERO : Duration.between(first, last);
    }

    private Verdict.Latency latency() {
        Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
        accepted.forEach((orderId, requested) -> {
            Instant effect = firstEffects.get(orderId);
            if (effect != null) {
                histogram.recordValue(
                        Math.max(0, Duration.between(requested, effect).toMillis()));
            }
        });
        return histogram.getTotalCount() == 0
                ? new Verdict.Latency(0, 0)
                : new Verdict.Latency(histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99));
    }
}
