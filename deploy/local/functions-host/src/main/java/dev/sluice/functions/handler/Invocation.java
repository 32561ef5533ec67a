package dev.sluice.functions.handler;

import java.util.UUID;

/**
 * One call of a function by the envelope.
 *
 * @param id told to the handler in a header
 * @param function its name, and the path that is posted to
 * @param traceParent W3C trace context, null for none
 * @param body the envelope, JSON in UTF-8
 */
public record Invocation(UUID id, String function, String traceParent, byte[] body) {}
