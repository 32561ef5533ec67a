package dev.sluice.loadtest.cost;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Months at several rates, for people and for programs.
 *
 * @param perInstance orders a second that one consumer processes
 * @param prices by which they were worked out
 * @param months one for each rate
 */
record CostTable(double perInstance, PriceList prices, List<MonthlyCost> months) {
    /** The version of {@link #document}: raised when a field goes or changes its meaning, not when one is added. */
    static final int SCHEMA = 1;

    /** Prints it. */
    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "A month in one region, in %s, by list prices of %s: check them before you rely on them.%n"
                        + "A consumer instance processes %.1f orders/s and is loaded up to %.0f %%.%n%n",
                prices.currency(),
                prices.date(),
                perInstance,
                100 * prices.utilisation());
        out.printf(
                "%9s %22s %19s %11s %10s %22s %9s %11s %12s%n",
                "orders/s",
                "messaging",
                "producer+consumer",
                "instances",
                "firewall",
                "database",
                "storage",
                "total",
                "per million");
        for (MonthlyCost month : months) {
            out.printf(
                    Locale.ROOT,
                    "%9s %22s %19s %,11.0f %,10.0f %22s %,9.0f %,11.0f %,12.2f%n",
                    text(month.rate()),
                    text(month.messaging()),
                    month.producers() + "+" + month.consumers(),
                    month.instances(),
                    month.firewall(),
                    text(month.database()),
                    month.storage(),
                    month.total(),
                    month.perMillion(prices));
        }
        out.flush();
    }

    /** It as JSON, by the schema that the module's README documents. */
    Map<String, Object> document() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("experiment", "cost");
        json.put("currency", prices.currency());
        json.put("pricesOf", prices.date());
        json.put("throughputPerInstance", perInstance);
        json.put("months", months.stream().map(this::json).toList());
        return json;
    }

    private Map<String, Object> json(MonthlyCost month) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ordersPerSecond", month.rate());
        json.put("messagingUnits", month.messaging().name());
        json.put("messaging", month.messaging().month());
        json.put("producerInstances", month.producers());
        json.put("consumerInstances", month.consumers());
        json.put("instances", month.instances());
        json.put("firewall", month.firewall());
        json.put("databaseSize", month.database().name());
        json.put("database", month.database().month());
        json.put("storage", month.storage());
        json.put("total", month.total());
        json.put("perMillionOrders", month.perMillion(prices));
        return json;
    }

    private static String text(PriceList.Size size) {
        return String.format(Locale.ROOT, "%s: %,.0f", size.name(), size.month());
    }

    private static String text(double rate) {
        return String.format(Locale.ROOT, rate == Math.rint(rate) ? "%,.0f" : "%,.1f", rate);
    }
}
