package dev.sluice.consumer.processing;

import dev.sluice.consumer.processing.Outcome.Cause;
import dev.sluice.consumer.processing.Outcome.Done;
import dev.sluice.consumer.processing.Outcome.Duplicate;
import dev.sluice.consumer.processing.Outcome.Park;
import dev.sluice.consumer.processing.Outcome.Retry;
import dev.sluice.consumer.store.DatabaseFailure;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.consumer.store.Inbox;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.ReceivedOrder;
import dev.sluice.messaging.UndecodableMessageException;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes one message: the mark in the inbox and the handler's effect are one commit, so that however often a message is
 * delivered, and wherever the process dies, the effect happens once.
 */
@ApplicationScoped
public class OrderProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(OrderProcessor.class);

    private final DataSource dataSource;
    private final Inbox inbox;
    private final DatabaseGate gate;
    private final HandlerDeadline handler;
    private final Validator validator;

    OrderProcessor(
            DataSource dataSource, Inbox inbox, DatabaseGate gate, HandlerDeadline handler, Validator validator) {
        this.dataSource = dataSource;
        this.inbox = inbox;
        this.gate = gate;
        this.handler = handler;
        this.validator = validator;
    }

    /** Processes {@code message}; never throws: every failure is an outcome. May be called by many threads at once. */
    public Outcome process(InboundMessage message) {
        ReceivedOrder order;
        try {
            order = decode(message);
        } catch (UndecodableMessageException e) {
            return new Park(ParkReason.UNDECODABLE, e.getMessage());
        }
        Span.current().setAttribute("sluice.order.id", order.orderId().toString());
        String violations = violations(order.order());
        if (!violations.isEmpty()) {
            return new Park(ParkReason.INVALID, violations);
        }
        Outcome outcome = transact(order);
        LOG.debug("order {}: {}", order.orderId(), outcome);
        if (outcome instanceof Retry retry) {
            LOG.warn("order {} will be tried again ({}): {}", order.orderId(), retry.cause(), retry.reason());
        }
        return outcome;
    }

    private static ReceivedOrder decode(InboundMessage message) throws UndecodableMessageException {
        if (message.body() == null) {
            throw new UndecodableMessageException("the body must be AMQP data, not a value or a sequence");
        }
        return OrderCodec.decode(message.body(), message.contentType(), message.properties());
    }

    private String violations(Order order) {
        return validator.validate(order).stream()
                .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private Outcome transact(ReceivedOrder order) {
        if (!gate.isOpen()) {
            return new Retry(Cause.OUTAGE, gate.reason());
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Outcome outcome = markAndHandle(order, connection);
                if (outcome instanceof Park) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
                return outcome;
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (OrderRefusedException e) {
            return new Park(ParkReason.REFUSED, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            return new Retry(cause(e), "database: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Retry(Cause.INTERRUPTION, "the service is stopping");
        } catch (Throwable e) {
            // Errors too: whoever called us would settle nothing.
            LOG.warn("order {}: the handler failed", order.orderId(), e);
            return new Retry(Cause.FAILURE, e.toString());
        }
    }

    /**
     * A connection that goes back to the pool with its transaction open would have it committed there, and one that can't be
     * rolled back is broken. What had failed before stays what is told.
     */
    private static void rollBack(Connection connection, Throwable failure) throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            failure.addSuppressed(broken);
            // The driver's own connection: of one that is aborted as a whole, the pool never hears again, and its
            // place in the pool is gone for good.
            connection.unwrap(Connection.class).abort(Runnable::run);
        }
    }

    private Outcome markAndHandle(ReceivedOrder order, Connection connection) throws Exception {
        return switch (inbox.mark(connection, order.orderId(), order.bodyHash())) {
            case NEW -> {
                handler.handle(order, connection);
                yield new Done();
            }
            case REPEATED -> new Duplicate();
            case CONFLICTING ->
                new Park(ParkReason.KEY_REUSED, "another order was processed under the same id, so under the same key");
        };
    }

    private static Cause cause(SQLException e) {
        return switch (DatabaseFailure.of(e)) {
            case OUTAGE -> Cause.OUTAGE;
            case CONTENTION -> Cause.CONTENTION;
            case OTHER -> Cause.FAILURE;
        };
    }
}
