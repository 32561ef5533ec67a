package dev.sluice.loadtest.cost;

import dev.sluice.loadtest.cost.PriceList.Size;
import java.util.List;

/**
 * What a month at a steady rate costs, in one region.
 *
 * @param rate orders a second
 * @param messaging the bus that it takes
 * @param producers instances that take orders in
 * @param consumers instances that process them
 * @param instances what both cost
 * @param firewall what it costs with what passes it
 * @param database the size that it takes
 * @param storage what the orders that the inbox remembers cost
 */
record MonthlyCost(
        double rate,
        Size messaging,
        int producers,
        int consumers,
        double instances,
        double firewall,
        Size database,
        double storage) {
    private static final double SECONDS_PER_HOUR = 3600;
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double KILOBYTES_PER_GIGABYTE = 1e6;
    private static final double BYTES_PER_GIGABYTE = 1e9;

    /**
     * Works it out.
     *
     * @param rate orders a second
     * @param perInstance orders a second that one consumer processes
     * @throws IllegalArgumentException if it takes more than the price list has; the message says of what
     */
    static MonthlyCost of(double rate, double perInstance, PriceList prices) {
        int producers = instances("producer", rate, prices.producerRate(), prices);
        int consumers = instances("consumer", rate, perInstance, prices);
        double gigabytes =
                rate * SECONDS_PER_HOUR * prices.hoursPerMonth() * prices.orderKilobytes() / KILOBYTES_PER_GIGABYTE;
        double stored = rate * SECONDS_PER_DAY * prices.retentionDays() * prices.storedBytes() / BYTES_PER_GIGABYTE;
        return new MonthlyCost(
                rate,
                size("messaging", rate, prices.messaging(), prices),
                producers,
                consumers,
                (producers + consumers) * prices.instanceHour() * prices.hoursPerMonth(),
                prices.firewallHour() * prices.hoursPerMonth() + gigabytes * prices.firewallGigabyte(),
                size("database", rate, prices.database(), prices),
                stored * prices.storageGigabyteMonth());
    }

    /** All of it. */
    double total() {
        return messaging.month() + instances + firewall + database.month() + storage;
    }

    /** What a million orders cost. */
    double perMillion(PriceList prices) {
        return total() / (rate * SECONDS_PER_HOUR * prices.hoursPerMonth()) * 1e6;
    }

    private static int instances(String app, double rate, double perInstance, PriceList prices) {
        double needed = Math.ceil(rate / (perInstance * prices.utilisation()));
        if (needed > prices.mostInstances()) {
            throw new IllegalArgumentException("%.0f orders/s take %.0f instances of %s; a plan has %d at the most"
                    .formatted(rate, needed, app, prices.mostInstances()));
        }
        return (int) Math.max(prices.leastInstances(), needed);
    }

    private static Size size(String what, double rate, List<Size> sizes, PriceList prices) {
        return sizes.stream()
                .filter(size -> size.rate() * prices.utilisation() >= rate)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%.0f orders/s are more than the largest size of %s in the price list takes"
                                .formatted(rate, what)));
    }
}
