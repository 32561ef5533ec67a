package dev.sluice.producer.api;

import dev.sluice.servicebus.SendConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses bounds that can't work, alone or together, at start-up. */
class LimitsCheck {
    private final OrdersConfig orders;
    private final SendConfig sending;
    private final Duration idleTimeout;

    LimitsCheck(
            OrdersConfig orders,
            SendConfig sending,
            @ConfigProperty(name = "quarkus.http.idle-timeout") Duration idleTimeout) {
        this.orders = orders;
        this.sending = sending;
        this.idleTimeout = idleTimeout;
    }

    void onStart(@Observes StartupEvent start) {
        check(orders, sending, idleTimeout);
    }

    static void check(OrdersConfig orders, SendConfig sending, Duration idleTimeout) {
        atLeastOne("sluice.orders.max-bytes", orders.maxBytes().asLongValue());
        atLeastOne("sluice.orders.body-timeout", orders.bodyTimeout().toMillis());
        atLeastOne("sluice.orders.batch.max-items", orders.batch().maxItems());
        atLeastOne("sluice.orders.batch.max-bytes", orders.batch().maxBytes().asLongValue());
        atLeastOne("sluice.orders.batch.window", orders.batch().window());
        atLeastOne("sluice.orders.batch.max-concurrent", orders.batch().maxConcurrent());
        if (idleTimeout.compareTo(sending.timeout().multipliedBy(2)) <= 0) {
            throw new ConfigurationException(
                    "quarkus.http.idle-timeout (%s) must be more than twice sluice.send.timeout".formatted(idleTimeout)
                            + " (%s): a batch may take that long to be answered".formatted(sending.timeout()));
        }
    }

    private static void atLeastOne(String key, long value) {
        if (value < 1) {
            throw new ConfigurationException(key + " must be at least 1");
        }
    }
}
