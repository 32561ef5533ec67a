package dev.sluice.servicebus;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Why a message was not acknowledged by the broker. */
public final class SendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What became of the message. */
    public enum Fate {
        /** Not sent: too many are in flight already. Try again later. */
        BUSY,
        /** Not sent: the pipeline is closed. */
        CLOSED,
        /** Not on the broker: it refuses this message, and would again. */
        REFUSED,
        /** Unknown: no acknowledgement came in time, or the connection failed before it could. */
        UNKNOWN
    }

    private final Fate fate;

    SendException(Fate fate, String message, Throwable cause) {
        super(message, cause);
        this.fate = fate;
    }

    /** The exception that a failed {@link SendPipeline#send} ended with, out of the wrappings that futures add. */
    public static SendException of(Throwable e) {
        if (e instanceof SendException known) {
            return known;
        }
        if (e instanceof CompletionException && e.getCause() != null) {
            return of(e.getCause());
        }
        String message = e instanceof TimeoutException
                ? "Service Bus did not acknowledge in time"
                : "sending to Service Bus failed: " + e.getMessage();
        return new SendException(Fate.UNKNOWN, message, e);
    }

    /** A send that has failed from the start. */
    static CompletableFuture<Void> failed(Fate fate, String why) {
        return CompletableFuture.failedFuture(new SendException(fate, why, null));
    }

    /** Whether no answer at all came in time, as opposed to one that says no. */
    boolean isTimeout() {
        for (Throwable e = getCause(); e != null; e = e.getCause()) {
            if (e instanceof TimeoutException
                    || e instanceof ServiceBusException failure
                            && failure.getReason() == ServiceBusFailureReason.SERVICE_TIMEOUT) {
                return true;
            }
        }
        return false;
    }

    /** What became of the message. */
    public Fate fate() {
        return fate;
    }
}
