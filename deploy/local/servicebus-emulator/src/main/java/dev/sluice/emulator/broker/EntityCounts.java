package dev.sluice.emulator.broker;

/**
 * How many messages an entity holds, by what can be done with them. Each message is counted once.
 *
 * @param active ready to be received; locked messages are not among them (Azure's portal counts those as active too)
 * @param locked received under a lock that is still held
 * @param deadLettered in the entity's dead-letter subqueue, locked there or not; 0 for the subqueue itself
 * @param scheduled to be enqueued later
 * @param deferred only to be received by sequence number
 */
public record EntityCounts(long active, long locked, long deadLettered, long scheduled, long deferred) {}
