package dev.sluice.emulator.broker;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Refuses entities whose messages or dead letters would go to where they can't, or come back to where they were: a circle
 * would never end, and two queues in one would wait for each other's locks.
 */
final class ForwardingCheck {

    private final Map<String, Entity> entities;
    private final Set<String> harmless = new HashSet<>();

    ForwardingCheck(Map<String, Entity> entities) {
        this.entities = entities;
    }

    /** Throws an IllegalArgumentException that names the entity. */
    void requireSound() {
        for (var entity : entities.values()) {
            requireTarget(entity, entity.queue().options().forwardTo(), "messages");
            requireTarget(entity, entity.queue().options().forwardDeadLetteredMessagesTo(), "dead letters");
        }
        entities.values().forEach(entity -> follow(entity, new HashSet<>()));
    }

    private void requireTarget(Entity entity, String target, String what) {
        if (target == null) {
            return;
        }
        var found = entities.get(EntityPath.key(target));
        if (found == null) {
            throw new IllegalArgumentException(
                    entity.description() + " forwards " + what + " to '" + target + "', which is not declared");
        }
        if (found.queue().type() == EntityType.SUBSCRIPTION) {
            throw new IllegalArgumentException(entity.description() + " forwards " + what + " to '" + target
                    + "', a subscription; it must be a queue or a topic");
        }
    }

    private void follow(Entity entity, Set<String> way) {
        var key = EntityPath.key(entity.queue().path());
        if (harmless.contains(key)) {
            return;
        }
        if (!way.add(key)) {
            throw new IllegalArgumentException(
                    entity.description() + " would get its own messages or dead letters forwarded in a circle");
        }
        entity.targets().forEach(target -> follow(entities.get(EntityPath.key(target)), way));
        way.remove(key);
        harmless.add(key);
    }
}
