package dev.sluice.loadtest.cost;

import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.loadtest.scenario.ScenarioNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What things cost, and what they can take on. All prices are in one currency.
 *
 * @param date of what day the prices are
 * @param currency theirs
 * @param hoursPerMonth by which an hour's price becomes a month's
 * @param utilisation up to what part of its capacity anything is loaded
 * @param messaging one region's bus, the smallest first
 * @param instanceHour a consumer's or producer's instance
 * @param leastInstances of each of the two, always ready
 * @param mostInstances of each of the two
 * @param producerRate orders a second that one instance of producer accepts
 * @param firewallHour the firewall
 * @param firewallGigabyte what passes it
 * @param orderKilobytes how much of one order does
 * @param database with its standby, the smallest first
 * @param storageGigabyteMonth a gigabyte of the database, for a month
 * @param storedBytes what one order occupies in the database, for as long as the inbox remembers it
 * @param retentionDays how long that is
 */
public record PriceList(
        String date,
        String currency,
        double hoursPerMonth,
        double utilisation,
        List<Size> messaging,
        double instanceHour,
        int leastInstances,
        int mostInstances,
        double producerRate,
        double firewallHour,
        double firewallGigabyte,
        double orderKilobytes,
        List<Size> database,
        double storageGigabyteMonth,
        double storedBytes,
        double retentionDays) {
    private static final double MOST = 1e9;
    private static final double SECONDS_PER_HOUR = 3600;
    private static final int MOST_INSTANCES = 100;

    /**
     * Something that is bought in sizes.
     *
     * @param name the size
     * @param rate orders a second that it can take
     * @param month its price
     */
    public record Size(String name, double rate, double month) {}

    /**
     * Reads one.
     *
     * @throws ScenarioException if it is wrong
     */
    public static PriceList read(ScenarioFile file) throws ScenarioException {
        ScenarioNode top = file.read();
        Section all = new Section(
                top,
                top.fields(
                        "date",
                        "currency",
                        "hours-per-month",
                        "utilisation",
                        "messaging",
                        "instances",
                        "firewall",
                        "database"));
        Section instances = all.section("instances", "hour", "least", "most", "producer-rate");
        Section firewall = all.section("firewall", "hour", "gigabyte", "order-kilobytes");
        Section database = all.section("database", "sizes", "storage-gigabyte-month", "stored-bytes", "retention-days");
        int least = instances.count("least");
        int most = instances.count("most");
        if (most < least) {
            throw instances.value("most").expected("at least as many as 'least'");
        }
        return new PriceList(
                all.value("date").text(),
                all.value("currency").text(),
                all.positive("hours-per-month"),
                all.value("utilisation").decimal(0.01, 1),
                all.sizes("messaging"),
                instances.number("hour"),
                least,
                most,
                instances.positive("producer-rate"),
                firewall.number("hour"),
                firewall.number("gigabyte"),
                firewall.number("order-kilobytes"),
                database.sizes("sizes"),
                database.number("storage-gigabyte-month"),
                database.number("stored-bytes"),
                database.number("retention-days"));
    }

    /** What so many seconds of an instance cost. */
    public double ofInstanceSeconds(double seconds) {
        return seconds * instanceHour / SECONDS_PER_HOUR;
    }

    /** Keys and values, all of which are needed. */
    private record Section(ScenarioNode node, Map<String, ScenarioNode> fields) {
        Section section(String key, String... known) throws ScenarioException {
            ScenarioNode value = value(key);
            return new Section(value, value.fields(known));
        }

        ScenarioNode value(String key) throws ScenarioException {
            return node.required(fields, key);
        }

        double number(String key) throws ScenarioException {
            return value(key).decimal(0, MOST);
        }

        double positive(String key) throws ScenarioException {
            return value(key).decimal(0.001, MOST);
        }

        int count(String key) throws ScenarioException {
            return (int) value(key).number(1, MOST_INSTANCES);
        }

        List<Size> sizes(String key) throws ScenarioException {
            List<Size> sizes = new ArrayList<>();
            for (ScenarioNode item : value(key).items()) {
                Section size = new Section(item, item.fields("size", "rate", "month"));
                Size next = new Size(size.value("size").text(), size.positive("rate"), size.number("month"));
                if (!sizes.isEmpty()
                        && next.rate() <= sizes.get(sizes.size() - 1).rate()) {
                    throw size.value("rate").expected("more than the size before can take");
                }
                sizes.add(next);
            }
            if (sizes.isEmpty()) {
                throw value(key).expected("at least one {size, rate, month}");
            }
            return List.copyOf(sizes);
        }
    }
}
