package dev.sluice.functions.trigger;

import dev.sluice.functions.handler.HostLog;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews one message's lock at half of its time, until the invocation ends or maxAutoLockRenewalDuration is over. */
final class LockRenewal {

    private static final long LEAST_MILLIS = 50;

    private final Received received;
    private final Instant end;
    private final ScheduledExecutorService timers;
    private final HostLog log;
    private Future<?> next;
    private boolean stopped;

    private LockRenewal(Received received, Duration longest, ScheduledExecutorService timers, HostLog log) {
        this.received = received;
        this.end = Instant.now().plus(longest);
        this.timers = timers;
        this.log = log;
    }

    static LockRenewal start(Received received, Duration longest, ScheduledExecutorService timers, HostLog log) {
        var renewal = new LockRenewal(received, longest, timers, log);
        var until = received.message().getLockedUntil();
        if (!longest.isZero() && until != null) {
            renewal.plan(until);
        }
        return renewal;
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }

    private synchronized void plan(OffsetDateTime until) {
        var now = Instant.now();
        long half =
                Math.max(LEAST_MILLIS, Duration.between(now, until.toInstant()).toMillis() / 2);
        if (stopped || now.plusMillis(half).isAfter(end)) {
            return;
        }
        try {
            next = timers.schedule(this::renew, half, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The host is closing.
        }
    }

    private void renew() {
        received.renew().subscribe(this::plan, this::failed);
    }

    private synchronized void failed(Throwable failure) {
        if (!stopped) {
            log.line(
                    "the lock of message %s could not be renewed: %s",
                    received.message().getMessageId(), failure.getMessage());
        }
    }
}
