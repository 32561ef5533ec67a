package dev.sluice.emulator.broker;

/**
 * Where the messages of an entity go on to as they become active, instead of being kept: the subscriptions of a topic, or
 * the target of auto-forwarding. Called under the lock of the entity that gives the message away.
 */
@FunctionalInterface
interface Onward {

    /**
     * Takes a message over; it is never refused, or it would be lost.
     *
     * @param hops how often it has been auto-forwarded to get where it is
     */
    void accept(QueuedMessage message, int hops);
}
