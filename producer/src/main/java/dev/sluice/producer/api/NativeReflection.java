package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderLine;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Tells the native build of records that it can't see in any signature: orders are read with a mapper of our own, and
 * problems come out of exceptions. Without this a request would be answered with 500, and after its order was sent.
 */
@RegisterForReflection(targets = {Order.class, OrderLine.class, Problem.class})
final class NativeReflection {
    private NativeReflection() {}
}
