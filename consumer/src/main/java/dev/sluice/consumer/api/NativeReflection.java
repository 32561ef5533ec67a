package dev.sluice.consumer.api;

import dev.sluice.http.Problem;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderLine;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The types that cross JSON without Quarkus seeing it in a signature; a native image would not keep them. */
@RegisterForReflection(targets = {Order.class, OrderLine.class, Problem.class})
final class NativeReflection {
    private NativeReflection() {}
}
