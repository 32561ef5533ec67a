package dev.sluice.stack.command;

import dev.sluice.stack.drill.DrillResult;
import dev.sluice.stack.ledger.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The end of a drill, for people and for programs. */
record DrillReport(DrillResult result) {
    void print(PrintWriter out) {
        Verdict verdict = result.verdict();
        out.println();
        line(out, "RTO", millis(result.recoveryTime()), "from the cut to the first 202 for an order posted after it");
        line(out, "RPO", count(verdict.lost()), "accepted orders that are lost");
        line(out, "slowest", millis(Optional.of(result.slowest())), "the longest wait for a 202");
        line(out, "503", count(result.unavailable()), "requests without a 202, repeated by their clients");
        line(out, "outage", millis(Optional.of(result.outage())), "that the primary was away");
        line(out, "failback", millis(result.failback()), "from its return until orders went there again");
        line(out, "stranded", count(result.stranded()), "accepted orders on the primary while it was away");
        line(out, "accepted", count(verdict.accepted()), "orders that were answered with 202");
        line(out, "processed", count(verdict.processed()), "of them with an effect in the database");
        line(out, "waiting", count(verdict.waiting()), "of them still on a queue");
        line(out, "unexpected", count(verdict.unexpected()), "effects of orders that nobody was promised");
        line(out, "duplicates", count(verdict.duplicates()), "effects beyond one per order");
        line(out, "recovered", count(verdict.recovered()), "redeliveries that were absorbed");
        out.println();
        out.println(
                result.isGood()
                        ? "No accepted order was lost, and each was processed exactly once."
                        : "The drill has FAILED.");
        out.flush();
    }

    Map<String, Object> document() {
        Verdict verdict = result.verdict();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ordersPerSecond", result.ordersPerSecond());
        fields.put("rtoMillis", result.recoveryTime().map(Duration::toMillis).orElse(null));
        fields.put("rpoOrders", verdict.lost());
        fields.put("slowestMillis", result.slowest().toMillis());
        fields.put("unavailable", result.unavailable());
        fields.put("outageMillis", result.outage().toMillis());
        fields.put("failbackMillis", result.failback().map(Duration::toMillis).orElse(null));
        fields.put("stranded", result.stranded());
        fields.put("accepted", verdict.accepted());
        fields.put("processed", verdict.processed());
        fields.put("parked", verdict.parked());
        fields.put("waiting", verdict.waiting());
        fields.put("lost", verdict.lost());
        fields.put("unexpected", verdict.unexpected());
        fields.put("duplicates", verdict.duplicates());
        fields.put("recovered", verdict.recovered());
        return fields;
    }

    private static void line(PrintWriter out, String name, String value, String meaning) {
        out.printf(Locale.ROOT, "%-12s %12s   %s%n", name, value, meaning);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String millis(Optional<Duration> value) {
        return value.map(time -> String.format(Locale.ROOT, "%,d ms", time.toMillis()))
                .orElse("never");
    }
}
