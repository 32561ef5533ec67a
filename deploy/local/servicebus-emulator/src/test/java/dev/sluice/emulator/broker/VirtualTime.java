package dev.sluice.emulator.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that stands still until a test moves it on, and a timer that goes by it. */
public final class VirtualTime extends Clock implements Timer {

    private record Alarm(Instant when, Runnable work) {}

    private final List<Alarm> alarms = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** Moves on, and runs everything that is due on the way at its time. */
    public void advance(Duration by) {
        var end = now.plus(by);
        for (var next = next(end); next != null; next = next(end)) {
            alarms.remove(next);
            now = next.when().isAfter(now) ? next.when() : now;
            next.work().run();
        }
        now = end;
    }

    private Alarm next(Instant end) {
        return alarms.stream()
                .filter(alarm -> !alarm.when().isAfter(end))
                .min(Comparator.comparing(Alarm::when))
                .orElse(null);
    }

    @Override
    public Task at(Instant when, Runnable work) {
        var alarm = new Alarm(when, work);
        alarms.add(alarm);
        return () -> alarms.remove(alarm);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
