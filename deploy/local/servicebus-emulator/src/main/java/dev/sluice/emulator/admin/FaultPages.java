package dev.sluice.emulator.admin;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.fault.ActiveFault;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import dev.sluice.emulator.fault.Faults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Faults in JSON: what is in force, what is added and removed. */
final class FaultPages {

    private final Faults faults;
    private final Broker broker;

    FaultPages(Faults faults, Broker broker) {
        this.faults = faults;
        this.broker = broker;
    }

    AdminAnswer list() {
        return AdminAnswer.json(
                200, faults.list().stream().map(FaultPages::json).toList());
    }

    AdminAnswer add(JsonObject body) {
        return AdminAnswer.json(201, json(faults.add(fault(body))));
    }

    AdminAnswer clear() {
        faults.clear();
        return AdminAnswer.noContent();
    }

    AdminAnswer remove(String id) {
        if (!faults.remove(id)) {
            throw new AdminException(404, "there is no fault '" + id + "': it may have struck as often as it should");
        }
        return AdminAnswer.noContent();
    }

    private Fault fault(JsonObject body) {
        body.allow("kind", "entity", "connection", "times", "probability", "millis", "when");
        var entity = body.text("entity");
        if (entity != null && broker.counts(entity).isEmpty()) {
            throw new IllegalArgumentException("'entity': there is no entity '" + entity + "'");
        }
        return new Fault(
                FaultKind.named(body.required("kind")),
                entity,
                body.text("connection"),
                body.integer("times", 0),
                body.number("probability", 1),
                Duration.ofMillis(body.integer("millis", 0)),
                body.oneOf("when", "before", "after").equals("after"));
    }

    private static Map<String, Object> json(ActiveFault active) {
        var fault = active.fault();
        var json = new LinkedHashMap<String, Object>();
        json.put("id", active.id());
        json.put("kind", fault.kind().text());
        putUnlessNull(json, "entity", fault.entity());
        putUnlessNull(json, "connection", fault.connection());
        json.put("times", fault.times());
        json.put("probability", fault.probability());
        if (fault.kind().lasts()) {
            json.put("millis", fault.duration().toMillis());
        }
        if (fault.kind() == FaultKind.DROP_CONNECTION) {
            json.put("when", fault.after() ? "after" : "before");
        }
        json.put("struck", active.struck());
        return json;
    }

    private static void putUnlessNull(Map<String, Object> json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
