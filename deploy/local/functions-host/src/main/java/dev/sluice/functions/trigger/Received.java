package dev.sluice.functions.trigger;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** A message with the connection that it must be settled on. */
record Received(ServiceBusReceiverAsyncClient client, ServiceBusReceivedMessage message) {

    /** So that a settlement is tried even when the lock seems to be over, by a clock that is not the broker's. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    boolean isExpired() {
        var until = message.getLockedUntil();
        return until != null && until.toInstant().isBefore(Instant.now());
    }

    Mono<Void> complete() {
        return whileLocked(client.complete(message));
    }

    Mono<Void> abandon() {
        return whileLocked(client.abandon(message));
    }

    Mono<OffsetDateTime> renew() {
        return client.renewMessageLock(message);
    }

    /**
     * Ends with the lock, when there is nothing left to settle. A settlement whose connection breaks gets no answer, and the SDK
     * for Java notices by its try timeout only; the real host's SDK gives up as soon as the link is lost.
     */
    private Mono<Void> whileLocked(Mono<Void> settling) {
        var until = message.getLockedUntil();
        if (until == null) {
            return settling;
        }
        var left = Duration.between(Instant.now(), until);
        return settling.timeout(
                left.compareTo(LEAST) < 0 ? LEAST : left,
                Mono.error(() -> new TimeoutException("there was no answer before its lock was over")));
    }
}
