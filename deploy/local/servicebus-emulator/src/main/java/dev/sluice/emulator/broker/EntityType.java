package dev.sluice.emulator.broker;

/** What kind of entity stands behind a path; decides who may send to it and receive from it. */
public enum EntityType {
    /** Takes messages and keeps them until they are received. */
    QUEUE,
    /** Takes messages and gives each of its subscriptions a copy. */
    TOPIC,
    /** Gets its messages from its topic. */
    SUBSCRIPTION,
    /** Gets the dead letters of a queue or a subscription, or what could not be transferred. */
    DEAD_LETTER_QUEUE
}
