package dev.sluice.consumer.parking;

/**
 * What a parked message is known by.
 *
 * @param namespace the namespace that it came from
 * @param sequenceNumber its number in that namespace's queue for parked messages
 */
public record ParkedKey(String namespace, long sequenceNumber) {}
