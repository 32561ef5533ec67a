package dev.sluice.messaging;

import dev.sluice.telemetry.TraceContext;
import java.util.UUID;

/**
 * An order on its way to the queue.
 *
 * @param orderId the order's id, see {@link OrderId}
 * @param order what was ordered
 * @param trace the trace that the order belongs to; {@link TraceContext#NONE} when there is none
 */
public record OrderMessage(UUID orderId, Order order, TraceContext trace) {}
