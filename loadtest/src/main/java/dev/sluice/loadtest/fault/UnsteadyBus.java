package dev.sluice.loadtest.fault;

import java.time.Duration;
import java.util.List;

/**
 * Lets the bus be what it is over a long time, all at once: now and then a settlement does not arrive and its connection is
 * gone, a link is detached, an answer takes long. The shares are those of the composite test that Microsoft runs its own SDK
 * through: 0.2 % of the messages come back, 0.1 % are never settled, 1 % are slow.
 */
final class UnsteadyBus implements Fault {
    private static final List<String> SHARES = List.of(
            "{\"kind\":\"drop-settlement\",\"entity\":\"orders\",\"probability\":0.001}",
            "{\"kind\":\"detach-link\",\"entity\":\"orders\",\"probability\":0.002}",
            "{\"kind\":\"delay\",\"entity\":\"orders\",\"millis\":2000,\"probability\":0.01}");

    @Override
    public void strike(Target target, Duration length) throws Exception {
        try {
            for (String share : SHARES) {
                target.bus().add(share);
            }
            target.hold(length);
        } finally {
            target.bus().clear();
        }
    }
}
