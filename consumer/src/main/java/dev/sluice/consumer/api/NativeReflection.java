package dev.sluice.consumer.api;

import dev.sluice.http.Problem;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderLine;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The types that cross JSON; a native image would not keep their members. */
@RegisterForReflection(targets = {Order.class, OrderLine.class, OrderStatus.class, Problem.class})
final class NativeReflection {
    private NativeReflection() {}
}
