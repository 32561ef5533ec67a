package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.Consumer;
import dev.sluice.emulator.broker.Delivery;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.MessageSource;
import dev.sluice.emulator.broker.ReceiveMode;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Sender;

/**
 * A link on which a client receives: fetches as many messages as there is credit for, and hands the
 * client's dispositions to the {@link Settlement}. A link that closes leaves its locks to run out, as Azure does.
 */
final class OutgoingLink implements LinkEndpoint {

    // How many messages are fetched under one lock of the queue; more would starve competing consumers.
    private static final int FETCH = 64;

    // Far more than any SDK prefetches.
    static final int MAX_UNSETTLED = 50_000;

    private final Sender link;
    private final MessageSource messages;
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
     * @param messages what is received: the queue, or a session of it
     * @param queue where that is settled
     */
    OutgoingLink(Sender link, MessageSource messages, MessageQueue queue, ClientConnection connection) {
        this.link = link;
        this.messages = messages;
        this.mode = link.getSenderSettleMode() == SenderSettleMode.SETTLED
                ? ReceiveMode.RECEIVE_AND_DELETE
                : ReceiveMode.PEEK_LOCK;
        this.settlement = new Settlement(queue, connection);
        this.acknowledgements = connection.acknowledgements();
        this.roomToWrite = connection.roomToWrite();
        this.arrivals = () -> connection.eventLoop().execute(this::onCredit);
    }

    @Override
    public void onCredit() {
        fetching = true;
        try {
            deliver();
        } catch (BrokerException refusal) {
            detach(AmqpErrors.of(refusal));
        } finally {
            fetching = false;
        }
    }

    private void deliver() {
        while (!closed && unsent < FETCH && link.getCredit() > unsent && roomToWrite.getAsBoolean()) {
            if (link.getUnsettled() >= MAX_UNSETTLED) {
                // Each costs memory here for as long as the link lives, also when its lock is long over.
                detach(AmqpErrors.of(
                        AmqpErrors.DETACH_FORCED, "More than " + MAX_UNSETTLED + " deliveries are unsettled."));
                return;
            }
            var deliveries = messages.receive(Math.min(link.getCredit() - unsent, FETCH), mode);
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
            messages.await(arrivals, link.getCredit());
        }
    }

    @Override
    public void onDelivery(org.apache.qpid.proton.engine.Delivery delivery) {
        if (delivery.isUpdated()
                && delivery.getContext() instanceof UUID lockToken
                && !LinkContext.isKeptBack(delivery)) {
            settlement.settle(delivery, lockToken);
        }
    }

    @Override
    public void onClosed() {
        closed = true;
        messages.forget(arrivals);
    }

    private void sendWhenDeleted(List<Delivery> deliveries) {
        unsent += deliveries.size();
        acknowledgements.whenKept(failure -> {
            unsent -= deliveries.size();
            if (closed) {
                return;
            }
            if (failure != null) {
                detach(AmqpErrors.of(failure));
                return;
            }
            deliveries.forEach(this::send);
            if (!fetching) {
                onCredit();
            }
        });
    }

    private void detach(ErrorCondition error) {
        onClosed();
        link.setCondition(error);
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
