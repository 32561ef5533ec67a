package dev.sluice.producer.api;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.UUID;

/** Makes the address of an order's status; checked at start-up. */
@Startup
@ApplicationScoped
public class StatusUrl {
    private final String base;

    StatusUrl(OrdersConfig config) {
        this.base = checked(config.statusUrl());
    }

    /** The absolute address where the order's status can be asked. */
    public URI of(UUID orderId) {
        return URI.create(base + "/" + orderId);
    }

    /** The address without a slash at its end. */
    static String checked(URI url) {
        if (!url.isAbsolute() || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new ConfigurationException("sluice.orders.status-url must be an absolute http(s) URL without query,"
                    + " such as https://orders.example.com/api/orders");
        }
        return url.toString().replaceAll("/+$", "");
    }
}
