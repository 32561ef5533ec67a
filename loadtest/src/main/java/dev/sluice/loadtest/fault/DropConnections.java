package dev.sluice.loadtest.fault;

import java.time.Duration;

/** Breaks connections to the bus over and over, half of the time after what came on them was executed. */
final class DropConnections implements Fault {
    private static final String DROP =
            "{\"kind\":\"drop-connection\",\"entity\":\"orders\",\"when\":\"%s\",\"probability\":0.5}";

    @Override
    public void strike(Target target, Duration length) throws Exception {
        target.bus().add(DROP.formatted("before"));
        try {
            target.bus().add(DROP.formatted("after"));
            target.hold(length);
        } finally {
            target.bus().clear();
        }
    }
}
