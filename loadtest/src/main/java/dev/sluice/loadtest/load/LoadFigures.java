package dev.sluice.loadtest.load;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.Threshold;
import dev.sluice.stack.ledger.Answered;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a load comes to, as its clients see it.
 *
 * @param scenario what was wanted
 * @param posted how the orders were answered
 * @param postedSeconds how long they were posted
 * @param answers every answer
 * @param book what became of the accepted ones
 * @param seconds from the first request until that was known
 */
record LoadFigures(
        LoadScenario scenario,
        LoadResult posted,
        double postedSeconds,
        List<Answered> answers,
        StatusBook book,
        double seconds) {
    /** What thresholds may name, in the order of the report. */
    static final Set<String> NAMES = new LinkedHashSet<>(List.of(
            "accepted",
            "processed",
            "parked",
            "waiting",
            "refused",
            "unknown",
            "notAtOnce",
            "acceptedPerSecond",
            "answerP50Millis",
            "answerP99Millis",
            "allKnownSeconds"));

    /** A status tells where an order is, and neither how often it was processed nor what nobody has asked for. */
    private static final Set<String> NOT_SEEN_FROM_OUTSIDE = Set.of("lost", "unexpected", "duplicates", "recovered");

    private static final List<String> ALWAYS_NONE = List.of("waiting", "parked", "refused", "unknown");

    Report report() {
        Verdict verdict = verdict();
        Map<String, Number> figures = figures();
        Map<String, Number> all = Report.figures(verdict);
        all.putAll(figures);
        List<Threshold> thresholds = new ArrayList<>(
                ALWAYS_NONE.stream().map(metric -> Threshold.exactly(metric, 0)).toList());
        // What ended early has shown nothing.
        thresholds.add(Threshold.exactly("accepted", scenario.orders()));
        thresholds.addAll(scenario.thresholds());
        return new Report(
                "load",
                scenario.name(),
                verdict,
                NOT_SEEN_FROM_OUTSIDE,
                figures,
                List.of(),
                thresholds.stream()
                        .map(threshold -> new Threshold.Result(
                                threshold, all.get(threshold.metric()).doubleValue()))
                        .toList());
    }

    /** An order of which nothing is known counts as waiting: from outside it can't be told from one that is lost. */
    private Verdict verdict() {
        List<Long> latencies = book.latencies();
        long ended = book.accepted() - book.open();
        return new Verdict(
                book.accepted(),
                book.processed(),
                ended - book.processed(),
                book.open(),
                0,
                0,
                0,
                0,
                Duration.ofMillis(Math.round(1_000 * seconds)),
                new Verdict.Latency(percentile(latencies, 50), percentile(latencies, 99)));
    }

    private Map<String, Number> figures() {
        List<Long> millis = answers.stream()
                .filter(Answered::isAccepted)
                .map(answer -> (answer.answeredNanos() - answer.sentNanos()) / 1_000_000)
                .sorted()
                .toList();
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("refused", posted.refused());
        figures.put("unknown", posted.unknown());
        figures.put(
                "notAtOnce",
                answers.stream().filter(answer -> !answer.isAccepted()).count());
        figures.put("acceptedPerSecond", Math.round(10 * posted.accepted() / postedSeconds) / 10.0);
        figures.put("answerP50Millis", percentile(millis, 50));
        figures.put("answerP99Millis", percentile(millis, 99));
        figures.put("allKnownSeconds", Math.round(10 * seconds) / 10.0);
        return figures;
    }

    /** The smallest value that so many percent don't exceed; 0 of nothing. */
    static long percentile(List<Long> ascending, int percent) {
        return ascending.isEmpty() ? 0 : ascending.get((int) Math.ceil(percent / 100.0 * ascending.size()) - 1);
    }
}
