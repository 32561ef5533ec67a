package dev.sluice.emulator.amqp;

import dev.sluice.emulator.fault.Faults;
import dev.sluice.emulator.metrics.Traffic;
import dev.sluice.emulator.security.SasKeys;
import java.time.Clock;
import java.util.List;

/**
 * What all connections share besides the broker.
 *
 * @param keys which verify tokens
 * @param faults to inject
 * @param traffic counters
 * @param clock for the expiry of tokens
 */
record ConnectionServices(SasKeys keys, Faults faults, Traffic traffic, Clock clock) {

    /** No keys, no faults, and counters of one's own. */
    static ConnectionServices none() {
        return new ConnectionServices(new SasKeys(List.of()), new Faults(), new Traffic(), Clock.systemUTC());
    }
}
