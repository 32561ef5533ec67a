package dev.sluice.emulator.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one scenario on both brokers, and what comes out of them. */
final class Comparison {

    private final String scenario;
    private final List<Measured> ours = new ArrayList<>();
    private final List<Measured> theirs = new ArrayList<>();

    Comparison(String scenario) {
        this.scenario = scenario;
    }

    void add(Measured sluice, Measured artemis) {
        ours.add(sluice);
        theirs.add(artemis);
    }

    static void printHeading() {
        System.out.printf(
                "%-34s%10s%10s%20s%10s%10s%20s%12s%12s%n",
                "median of the rounds",
                "sluice/s",
                "artemis/s",
                "ratio (min..max)",
                "us cpu",
                "us cpu",
                "ratio (min..max)",
                "client busy",
                "client busy");
    }

    void print() {
        System.out.printf(
                "%-34s%10.0f%10.0f%20s%10.1f%10.1f%20s%12.2f%12.2f%n",
                scenario,
                median(ours, Measured::perSecond),
                median(theirs, Measured::perSecond),
                ratio(Measured::perSecond),
                median(ours, Measured::cpuMicros),
                median(theirs, Measured::cpuMicros),
                ratio(Measured::cpuMicros),
                median(ours, Measured::clientBusy),
                median(theirs, Measured::clientBusy));
    }

    /** The median of the ratios of neighbouring rounds, which the machine's other load disturbs least. */
    private String ratio(ToDoubleFunction<Measured> value) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(value.applyAsDouble(ours.get(i)) / value.applyAsDouble(theirs.get(i)));
        }
        ratios.sort(null);
        return "%.2f (%.2f..%.2f)".formatted(ratios.get(ratios.size() / 2), ratios.get(0), ratios.get(ratios.size() - 1));
    }

    private static double median(List<Measured> rounds, ToDoubleFunction<Measured> value) {
        return rounds.stream().mapToDouble(value).sorted().skip(rounds.size() / 2).findFirst().orElse(Double.NaN);
    }
}
