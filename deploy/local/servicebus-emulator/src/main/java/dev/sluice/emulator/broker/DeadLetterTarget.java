package dev.sluice.emulator.broker;

/** Where the dead letters of a queue go. Called under the lock of the queue that gives the message up. */
@FunctionalInterface
interface DeadLetterTarget {

    void accept(QueuedMessage message);
}
