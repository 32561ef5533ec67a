package dev.sluice.emulator.broker;

import java.util.Map;

/** What shall become of a locked message. */
public final class Outcome {

    /** The message is done with, and deleted. */
    public static final Outcome COMPLETED = new Outcome(false, MessageLifecycle::drop);

    /** The message is given back untried: it is ready again and its delivery count stays. */
    public static final Outcome RELEASED = new Outcome(false, MessageLifecycle::add);

    @FunctionalInterface
    private interface Effect {
        void on(MessageLifecycle lifecycle, QueuedMessage message);
    }

    private final boolean deadLettered;
    private final Effect effect;

    private Outcome(boolean deadLettered, Effect effect) {
        this.deadLettered = deadLettered;
        this.effect = effect;
    }

    /** The message failed: it is ready again with these application properties set, or dead-lettered if that was too often. */
    public static Outcome abandoned(Map<String, ?> changedProperties) {
        return new Outcome(false, (lifecycle, message) -> lifecycle.failed(message.withProperties(changedProperties)));
    }

    /** The message is set aside with these application properties set, to be received by its sequence number. */
    public static Outcome deferred(Map<String, ?> changedProperties) {
        return new Outcome(
                false,
                (lifecycle, message) ->
                        lifecycle.add(message.withProperties(changedProperties).in(MessageState.DEFERRED)));
    }

    /** The message moves to where dead letters go with these application properties set, the reason among them. */
    public static Outcome deadLettered(Map<String, ?> changedProperties) {
        return new Outcome(true, (lifecycle, message) -> lifecycle.giveUp(message.withProperties(changedProperties)));
    }

    boolean isDeadLettered() {
        return deadLettered;
    }

    void apply(MessageLifecycle lifecycle, QueuedMessage message) {
        effect.on(lifecycle, message);
    }
}
