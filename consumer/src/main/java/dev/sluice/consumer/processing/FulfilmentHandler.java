package dev.sluice.consumer.processing;

import dev.sluice.messaging.OrderLine;
import dev.sluice.messaging.ReceivedOrder;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The sample handler: appends a row to table {@code fulfilment}. The table has no unique key on the order, so a doubled
 * effect would show.
 */
@ApplicationScoped
public class FulfilmentHandler implements OrderHandler {
    private static final String APPEND = "insert into fulfilment (order_id, customer, units) values (?, ?, ?)";

    private final HandlerConfig config;

    FulfilmentHandler(HandlerConfig config) {
        this.config = config;
    }

    @Override
    public void handle(ReceivedOrder order, Connection connection) throws SQLException, InterruptedException {
        if (!config.simulatedTime().isZero()) {
            Thread.sleep(config.simulatedTime().toMillis());
        }
        try (PreparedStatement append = connection.prepareStatement(APPEND)) {
            append.setObject(1, order.orderId());
            append.setString(2, order.order().customer());
            append.setLong(
                    3,
                    order.order().lines().stream()
                            .mapToLong(OrderLine::quantity)
                            .sum());
            append.executeUpdate();
        }
    }
}
