package dev.sluice.consumer.api;

import dev.sluice.consumer.parking.OperationStatus;
import dev.sluice.consumer.parking.PageMark;
import dev.sluice.consumer.parking.ParkedKey;
import dev.sluice.consumer.parking.ParkedMessage;
import dev.sluice.consumer.parking.ParkedPage;
import dev.sluice.consumer.parking.Selection;
import dev.sluice.http.Problem;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderLine;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The types that cross JSON; a native image would not keep their members. */
@RegisterForReflection(
        targets = {
            OperationStatus.class,
            Order.class,
            OrderLine.class,
            OrderStatus.class,
            PageMark.class,
            ParkedFilter.class,
            ParkedKey.class,
            ParkedMessage.class,
            ParkedPage.class,
            ParkingRequest.class,
            Problem.class,
            Selection.class
        })
final class NativeReflection {
    private NativeReflection() {}
}
