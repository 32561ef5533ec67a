package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.Consumer;
import dev.sluice.emulator.broker.Delivery;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.ReceiveMode;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Sender;

/**
 * A link on which a client receives: fetches from the queue as many messages as there is credit for, and hands the
 * client's dispositions to the {@link Settlement}. A link that closes leaves its locks to run out, as Azure does.
 */
final class OutgoingLink implements LinkEndpoint {

    // How many messages are fetched under one lock of the queue; more would starve competing consumers.
    private static final int FETCH = 64;

    private final Sender link;
    private final MessageQueue queue;
    private final ReceiveMode mode;
    private final Settlement settlement;
    private final Acknowledgements acknowledgements;
    private final BooleanSupplier roomToWrite;
    private final Consumer arrivals;
    private boolean closed;

    // Deleted in the broker, to be sent when that is kept: else they would come back after a crash.
    private int unsent;
    private boolean fetching;

    /**
     * A link on an open connection.
     *
     * @param eventLoop the connection's event loop, followed by a flush of what was written
     * @param roomToWrite whether the connection takes more, or already buffers enough
     */
    OutgoingLink(
            Sender link,
            MessageQueue queue,
            Executor eventLoop,
            BooleanSupplier roomToWrite,
            Acknowledgements acknowledgements) {
        this.acknowledgements = acknowledgements;
        this.link = link;
        this.queue = queue;
        this.mode = link.getSenderSettleMode() == SenderSettleMode.SETTLED
                ? ReceiveMode.RECEIVE_AND_DELETE
                : ReceiveMode.PEEK_LOCK;
        this.settlement = new Settlement(queue, acknowledgements);
        this.roomToWrite = roomToWrite;
        this.arrivals = () -> eventLoop.execute(this::onCredit);
    }

    @Override
    public void onCredit() {
        fetching = true;
        try {
            fetch();
        } catch (BrokerException refusal) {
            close(refusal);
        } finally {
            fetching = false;
        }
    }

    private void fetch() {
        while (!closed && unsent < FETCH && link.getCredit() > unsent && roomToWrite.getAsBoolean()) {
            var deliveries = queue.receive(Math.min(link.getCredit() - unsent, FETCH), mode);
            if (deliveries.isEmpty()) {
                waitForMore();
                return;
            }
            if (mode == ReceiveMode.RECEIVE_AND_DELETE) {
                sendWhenDeleted(deliveries);
            } else {
                deliveries.forEach(this::send);
            }
        }
    }

    private void waitForMore() {
        if (unsent > 0) {
            // Asks again when they are sent.
            return;
        }
        if (link.getDrain()) {
            link.drained();
        } else {
            queue.await(arrivals, link.getCredit());
        }
    }

    @Override
    public void onDelivery(org.apache.qpid.proton.engine.Delivery delivery) {
        if (delivery.isUpdated() && delivery.getContext() instanceof UUID lockToken) {
            settlement.settle(delivery, lockToken);
        }
    }

    @Override
    public void onClosed() {
        closed = true;
        queue.forget(arrivals);
    }

    private void sendWhenDeleted(List<Delivery> deliveries) {
        unsent += deliveries.size();
        acknowledgements.whenKept(failure -> {
            unsent -= deliveries.size();
            if (closed) {
                return;
            }
            if (failure != null) {
                close(failure);
                return;
            }
            deliveries.forEach(this::send);
            if (!fetching) {
                onCredit();
            }
        });
    }

    private void close(BrokerException refusal) {
        closed = true;
        link.setCondition(AmqpErrors.of(refusal));
        link.close();
    }

    private void send(Delivery message) {
        var delivery = link.delivery(LockTokens.toDeliveryTag(message.lockToken()));
        delivery.setContext(message.lockToken());
        var encoded = MessageWriter.write(message.message(), message.lockedUntil());
        link.sendNoCopy(ReadableBuffer.ByteBufferReader.wrap(encoded));
        if (mode == ReceiveMode.RECEIVE_AND_DELETE) {
            delivery.settle();
        } else {
            link.advance();
        }
    }
}
