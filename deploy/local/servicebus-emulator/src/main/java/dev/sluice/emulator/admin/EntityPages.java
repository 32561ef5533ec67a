package dev.sluice.emulator.admin;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.EntityStatus;
import dev.sluice.emulator.broker.EntityType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What can be seen of entities and done to them. */
final class EntityPages {

    private static final int PATIENCE_SECONDS = 30;

    private final Broker broker;

    EntityPages(Broker broker) {
        this.broker = broker;
    }

    AdminAnswer health() {
        return AdminAnswer.json(
                200, Map.of("status", "ok", "entities", broker.paths().size()));
    }

    AdminAnswer list() {
        var entities = broker.paths().stream()
                .map(path ->
                        broker.counts(path).map(counts -> entity(path, counts)).orElse(null))
                .filter(Objects::nonNull)
                .toList();
        return AdminAnswer.json(200, entities);
    }

    AdminAnswer one(String path) {
        var counts = broker.counts(path).orElseThrow(() -> missing(path));
        return AdminAnswer.json(200, entity(path, counts));
    }

    AdminAnswer setStatus(String path, JsonObject body) {
        body.allow("status");
        if (!broker.status(path, EntityStatus.named(body.required("status")))) {
            throw missing(path);
        }
        return done();
    }

    AdminAnswer clear(String path) {
        if (!broker.clear(path)) {
            throw missing(path);
        }
        return done();
    }

    AdminAnswer clearAll() {
        broker.paths().forEach(broker::clear);
        return done();
    }

    /** Answers when what was done is kept; 503 if it won't be, or not in time. */
    private AdminAnswer done() {
        var durability = broker.durability();
        long mark = durability.mark();
        var decided = new CountDownLatch(1);
        durability.whenKept(mark, decided::countDown);
        try {
            boolean inTime = decided.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (durability.isKept(mark)) {
                return AdminAnswer.noContent();
            }
            throw new AdminException(
                    503, inTime ? durability.failure().getMessage() : "it is done, but not on disk yet");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new AdminException(503, "the emulator is shutting down");
        }
    }

    private Map<String, Object> entity(String path, EntityCounts counts) {
        var entity = new LinkedHashMap<String, Object>();
        entity.put("name", path);
        entity.put(
                "type", broker.type(path).map(EntityType::name).orElse("queue").toLowerCase(Locale.ROOT));
        broker.status(path).ifPresent(status -> entity.put("status", status.azureName()));
        entity.put("counts", counts);
        return entity;
    }

    private static AdminException missing(String path) {
        return new AdminException(404, "there is no entity '" + path + "'");
    }
}
