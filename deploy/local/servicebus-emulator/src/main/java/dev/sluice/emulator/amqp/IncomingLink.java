package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.Transaction;
import java.util.EnumSet;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Receiver;

/**
 * A link on which a client sends: waits for the last frame of each transfer, lets none grow beyond the message size,
 * and answers it with what the {@link TransferHandler} says.
 */
final class IncomingLink implements LinkEndpoint {

    /** Takes a whole transfer. */
    @FunctionalInterface
    interface TransferHandler {
        /**
         * Returns null if all is well, or why the transfer is rejected.
         *
         * @param transaction what the transfer is to be part of, or null
         */
        ErrorCondition accept(byte[] payload, int messageFormat, Transaction transaction);
    }

    // What Azure grants. Topped up at half, so that a flow frame goes out once for 500 transfers and not for each.
    private static final int CREDIT = 1000;

    // What the beginnings of messages on all links of a connection may take, beside one of the largest message.
    private static final int MAX_PARTIAL_BYTES = 64 << 20;

    private static final EnumSet<EndpointState> ANY = EnumSet.allOf(EndpointState.class);

    private final Receiver link;
    private final Acknowledgements acknowledgements;
    private final long maxMessageSize;
    private final TransferHandler handler;
    private final Transactions transactions;

    IncomingLink(Receiver link, long maxMessageSize, ClientConnection connection, TransferHandler handler) {
        this.transactions = connection.transactions();
        this.link = link;
        this.acknowledgements = connection.acknowledgements();
        this.maxMessageSize = maxMessageSize;
        this.handler = handler;
        // Java's SDK takes the size of its batches from here and can't send without it.
        link.setMaxMessageSize(UnsignedLong.valueOf(maxMessageSize));
        link.flow(CREDIT);
    }

    @Override
    public void onDelivery(Delivery ignored) {
        for (var delivery = link.current(); delivery != null; delivery = link.current()) {
            if (link.getLocalState() == EndpointState.CLOSED) {
                // Sent before the client learned that the link is closed.
                link.recv();
            } else if (delivery.available() > maxMessageSize) {
                refuseSize(delivery);
            } else if (delivery.isPartial() && partialBytes() > MAX_PARTIAL_BYTES + maxMessageSize) {
                refuse(
                        delivery,
                        AmqpErrors.of(
                                AmqpErrors.RESOURCE_LIMIT_EXCEEDED,
                                "Too many messages of this connection are not yet whole."));
            }
            if (delivery.isPartial() && !delivery.isAborted()) {
                return;
            }
            if (link.getLocalState() != EndpointState.ACTIVE || !LinkContext.isKeptBack(delivery)) {
                take(delivery);
            }
        }
        if (link.getRemoteCredit() < CREDIT / 2 && link.getLocalState() == EndpointState.ACTIVE) {
            link.flow(CREDIT - link.getRemoteCredit());
        }
    }

    private void take(Delivery delivery) {
        var payload = new byte[delivery.available()];
        link.recv(payload, 0, payload.length);
        link.advance();
        if (link.getLocalState() == EndpointState.ACTIVE && !delivery.isAborted()) {
            var outcome = outcome(delivery, payload);
            acknowledgements.whenKept(failure ->
                    LinkContext.answer(delivery, failure == null ? outcome : rejected(AmqpErrors.of(failure))));
        } else {
            delivery.settle();
        }
    }

    private long partialBytes() {
        long bytes = 0;
        var sessions = link.getSession().getConnection().sessionHead(ANY, ANY);
        for (var session = sessions; session != null; session = session.next(ANY, ANY)) {
            bytes += session.getIncomingBytes();
        }
        return bytes;
    }

    private void refuseSize(Delivery delivery) {
        refuse(
                delivery,
                AmqpErrors.of(
                        AmqpErrors.MESSAGE_SIZE_EXCEEDED,
                        "The received message (size:" + delivery.available() + " bytes) exceeds the limit ("
                                + maxMessageSize + " bytes) currently allowed on the link."));
    }

    private void refuse(Delivery delivery, ErrorCondition error) {
        link.recv();
        // JavaScript's SDK does not connect a link that closes with the message it sends there, and would wait for
        // long.
        // Not settled: the engine needs the delivery until the last of its frames.
        delivery.disposition(rejected(error));
        link.setCondition(error);
        link.close();
    }

    private DeliveryState outcome(Delivery delivery, byte[] payload) {
        if (delivery.getRemoteState() instanceof TransactionalState state) {
            return outcome(delivery, payload, state);
        }
        var error = handle(delivery, payload, null);
        return error == null ? Accepted.getInstance() : rejected(error);
    }

    private DeliveryState outcome(Delivery delivery, byte[] payload, TransactionalState state) {
        try {
            var transaction = transactions.find(state.getTxnId());
            var error = handle(delivery, payload, transaction);
            if (error == null) {
                return Transactions.provisional(state.getTxnId(), Accepted.getInstance());
            }
            // Java's SDK does not look at the outcome of a transactional transfer; it would commit the rest.
            transaction.refuse();
            return rejected(error);
        } catch (BrokerException unknown) {
            return rejected(AmqpErrors.of(unknown));
        }
    }

    private ErrorCondition handle(Delivery delivery, byte[] payload, Transaction transaction) {
        try {
            return handler.accept(payload, delivery.getMessageFormat(), transaction);
        } catch (IllegalArgumentException e) {
            return AmqpErrors.of(AmqpErrors.DECODE_ERROR, "The message can't be decoded: " + e.getMessage());
        }
    }

    private static Rejected rejected(ErrorCondition error) {
        var rejected = new Rejected();
        rejected.setError(error);
        return rejected;
    }
}
