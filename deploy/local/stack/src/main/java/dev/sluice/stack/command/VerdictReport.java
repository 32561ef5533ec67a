package dev.sluice.stack.command;

import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.Verdict;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The end of a demo, for people and for programs.
 *
 * @param orders how many were to be posted
 * @param load how producer answered
 * @param verdict what became of what it accepted
 */
record VerdictReport(int orders, LoadResult load, Verdict verdict) {
    /** Every order was accepted and processed exactly once; none of these deserves to be parked. */
    boolean isGood() {
        return verdict.holds() && verdict.processed() == orders;
    }

    void print(PrintWriter out) {
        out.println();
        line(out, "accepted", verdict.accepted(), "orders that were answered with 202");
        line(out, "  processed", verdict.processed(), "with an effect in the database");
        line(out, "  parked", verdict.parked(), "set aside, with a reason");
        line(out, "  waiting", verdict.waiting(), "still on the queue");
        line(out, "  lost", verdict.lost(), "nowhere");
        line(out, "unexpected", verdict.unexpected(), "effects of orders that nobody was promised");
        line(out, "duplicates", verdict.duplicates(), "effects beyond one per order");
        line(out, "recovered", verdict.recovered(), "redeliveries that were absorbed");
        if (load.refused() + load.unknown() > 0) {
            line(out, "refused", load.refused(), "orders with another answer");
            line(out, "unknown", load.unknown(), "orders without a clear answer");
            load.examples().forEach(example -> out.println("  " + example));
        }
        out.printf(
                Locale.ROOT,
                "%n%,.0f orders/s over %.1f s; from request to effect: half within %,d ms, 99 %% within %,d ms%n",
                verdict.ordersPerSecond(),
                verdict.seconds(),
                verdict.endToEnd().p50(),
                verdict.endToEnd().p99());
        out.println(
                isGood() ? "Every order was processed exactly once." : "NOT every order was processed exactly once.");
        out.flush();
    }

    private static void line(PrintWriter out, String name, long count, String meaning) {
        out.printf(Locale.ROOT, "%-12s %,10d   %s%n", name, count, meaning);
    }

    Map<String, Object> document() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("accepted", verdict.accepted());
        fields.put("processed", verdict.processed());
        fields.put("parked", verdict.parked());
        fields.put("waiting", verdict.waiting());
        fields.put("lost", verdict.lost());
        fields.put("unexpected", verdict.unexpected());
        fields.put("duplicates", verdict.duplicates());
        fields.put("recovered", verdict.recovered());
        fields.put("seconds", rounded(verdict.seconds()));
        fields.put("ordersPerSecond", rounded(verdict.ordersPerSecond()));
        fields.put("endToEndMillis", verdict.endToEnd());
        return fields;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
