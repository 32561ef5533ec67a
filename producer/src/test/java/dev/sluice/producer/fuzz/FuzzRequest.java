package dev.sluice.producer.fuzz;

/**
 * A request as it goes over the wire.
 *
 * @param bytes all of it
 * @param key the idempotency key that it was made with; it may say otherwise
 * @param isWhole whether it is HTTP, so that it has exactly one answer; what is not has a connection of its own
 * @param isGood whether it must be accepted
 */
record FuzzRequest(byte[] bytes, String key, boolean isWhole, boolean isGood) {}
