package dev.sluice.messaging;

import dev.sluice.telemetry.TraceContext;
import java.util.UUID;

/**
 * An order as it came off the queue.
 *
 * @param orderId the order's id, from the message's properties
 * @param order what was ordered; its constraints are not checked yet
 * @param bodyHash SHA-256 of the message's body in lower-case hex: tells a repeat from another order under the same id
 * @param trace the trace that the order belongs to; {@link TraceContext#NONE} when there is none
 */
public record ReceivedOrder(UUID orderId, Order order, String bodyHash, TraceContext trace) {}
