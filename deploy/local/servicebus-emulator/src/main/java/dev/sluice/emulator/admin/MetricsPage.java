package dev.sluice.emulator.admin;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.EntityActivity;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.metrics.Traffic;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The counters as Prometheus reads them.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus: exposition formats</a>
 */
final class MetricsPage {

    private record Entity(String name, EntityCounts counts, EntityActivity activity) {}

    private final Broker broker;
    private final Faults faults;
    private final Traffic traffic;

    MetricsPage(Broker broker, Faults faults, Traffic traffic) {
        this.broker = broker;
        this.faults = faults;
        this.traffic = traffic;
    }

    String text() {
        var text = new StringBuilder(4096);
        var entities = broker.paths().stream().map(this::entity).toList();
        gauge(text, "entities", "Entities.", entities.size());
        gauge(text, "connections", "Open connections.", traffic.openConnections());
        counter(text, "connections_opened", "Connections let in.", traffic.connections());
        counter(text, "connections_refused", "Connections above the limit.", traffic.refusedConnections());
        gauge(text, "links", "Open links.", traffic.openLinks());
        counter(text, "received_bytes", "Bytes received, without TLS.", traffic.bytesIn());
        counter(text, "sent_bytes", "Bytes sent, without TLS.", traffic.bytesOut());
        counter(text, "faults_injected", "Faults that struck.", faults.struck());
        head(text, "settlements_total", "Dispositions answered.", "counter");
        for (var outcome : Traffic.Outcome.values()) {
            line(text, "settlements_total", "outcome", outcome.label(), traffic.settlements(outcome));
        }
        counters(text, entities, "accepted_messages", "Messages taken in.", EntityActivity::accepted);
        counters(text, entities, "delivered_messages", "Messages handed out.", EntityActivity::handedOut);
        counters(text, entities, "expired_locks", "Locks that ran out.", EntityActivity::locksExpired);
        counters(text, entities, "dead_lettered_messages", "Messages dead-lettered.", EntityActivity::deadLettered);
        counters(text, entities, "expired_messages", "Messages whose time ended.", EntityActivity::expired);
        head(text, "messages", "Messages held, by state.", "gauge");
        entities.forEach(entity -> states(text, entity));
        return text.toString();
    }

    private Entity entity(String path) {
        return new Entity(
                path,
                broker.counts(path).orElse(new EntityCounts(0, 0, 0, 0, 0)),
                broker.activity(path).orElse(EntityActivity.NONE));
    }

    private static void states(StringBuilder text, Entity entity) {
        var labels = "entity=\"" + entity.name() + "\",state";
        line(text, "messages", labels, "active", entity.counts().active());
        line(text, "messages", labels, "locked", entity.counts().locked());
        line(text, "messages", labels, "dead-lettered", entity.counts().deadLettered());
        line(text, "messages", labels, "scheduled", entity.counts().scheduled());
        line(text, "messages", labels, "deferred", entity.counts().deferred());
    }

    private static void counters(
            StringBuilder text, List<Entity> entities, String name, String help, ToLongFunction<EntityActivity> value) {
        head(text, name + "_total", help, "counter");
        entities.forEach(
                entity -> line(text, name + "_total", "entity", entity.name(), value.applyAsLong(entity.activity())));
    }

    private static void counter(StringBuilder text, String name, String help, long value) {
        head(text, name + "_total", help, "counter");
        text.append("sluice_emulator_")
                .append(name)
                .append("_total ")
                .append(value)
                .append('\n');
    }

    private static void gauge(StringBuilder text, String name, String help, long value) {
        head(text, name, help, "gauge");
        text.append("sluice_emulator_").append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder text, String name, String help, String type) {
        text.append("# HELP sluice_emulator_")
                .append(name)
                .append(' ')
                .append(help)
                .append('\n');
        text.append("# TYPE sluice_emulator_")
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
    }

    /** Names of entities contain nothing that would have to be escaped: the broker sees to that. */
    private static void line(StringBuilder text, String name, String label, String labelValue, long value) {
        text.append("sluice_emulator_").append(name).append('{').append(label).append("=\"");
        text.append(labelValue).append("\"} ").append(value).append('\n');
    }
}
