package dev.sluice.devservices.deployment;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Starts a service that several applications on this machine share: whoever comes first owns it, the others join. */
final class SharedStart {
    /** How long a service of our own may need between taking its port and answering on it. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long POLL_MILLIS = 250;

    private final Duration patience;

    /** Waits {@code patience} for a service that another application seems to be starting. */
    SharedStart(Duration patience) {
        this.patience = patience;
    }

    /**
     * Joins or starts.
     *
     * @param joins whether the service is there already; asked again when the port turns out to be taken, because
     *     another application may be starting the same service right now
     * @param start starts the service
     * @return what was started; empty when joined
     * @throws IllegalStateException if the port belongs to something else
     */
    <T> Optional<T> join(BooleanSupplier joins, Start<T> start) {
        if (joins.getAsBoolean()) {
            return Optional.empty();
        }
        try {
            return Optional.of(start.start());
        } catch (TakenException e) {
            if (comesUp(joins)) {
                return Optional.empty();
            }
            throw new IllegalStateException(e.getMessage(), e.getCause());
        }
    }

    private boolean comesUp(BooleanSupplier joins) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            if (joins.getAsBoolean()) {
                return true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    /** Starts a service. */
    interface Start<T> {
        /** Returns the running service. */
        T start() throws TakenException;
    }

    /** The service's port is taken; the message names the key to change. */
    static final class TakenException extends Exception {
        TakenException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
