package dev.sluice.functions.trigger;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import reactor.core.publisher.Mono;

/** A message with the connection that it must be settled on. */
record Received(ServiceBusReceiverAsyncClient client, ServiceBusReceivedMessage message) {

    boolean isExpired() {
        var until = message.getLockedUntil();
        return until != null && until.toInstant().isBefore(Instant.now());
    }

    Mono<Void> complete() {
        return client.complete(message);
    }

    Mono<Void> abandon() {
        return client.abandon(message);
    }

    Mono<OffsetDateTime> renew() {
        return client.renewMessageLock(message);
    }
}
