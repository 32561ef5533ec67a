package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.Transaction;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;

/** The transactions of one connection, by the id that its client knows them by. Touched by its event loop only. */
final class Transactions {

    // Each may hold 100 messages, so their number bounds what one client can make us keep.
    static final int MAX_OPEN = 100;

    private final Broker broker;
    private final Map<Binary, Transaction> byId = new HashMap<>();
    private long lastId;

    Transactions(Broker broker) {
        this.broker = broker;
    }

    /** Begins one, and gives its id. */
    Binary declare() {
        byId.values().removeIf(Transaction::isEnded);
        if (byId.size() >= MAX_OPEN) {
            throw new BrokerException(
                    BrokerException.Reason.QUOTA_EXCEEDED,
                    "A connection can't have more than " + MAX_OPEN + " transactions at a time.");
        }
        var id = new Binary(ByteBuffer.allocate(Long.BYTES).putLong(++lastId).array());
        byId.put(id, broker.begin());
        return id;
    }

    /** The transaction of an id that a client sent, be it running or timed out; TRANSACTION_UNKNOWN if there is none. */
    Transaction find(Binary id) {
        var transaction = byId.get(id);
        if (transaction == null) {
            throw new BrokerException(
                    BrokerException.Reason.TRANSACTION_UNKNOWN, "This connection has no transaction " + id + ".");
        }
        return transaction;
    }

    /** What answers an operation in a transaction: the outcome, should it be committed. */
    static TransactionalState provisional(Binary id, DeliveryState outcome) {
        var state = new TransactionalState();
        state.setTxnId(id);
        state.setOutcome((Outcome) outcome);
        return state;
    }

    /** Commits or rolls back; the id means nothing from then on. */
    void discharge(Binary id, boolean fail) {
        var transaction = find(id);
        byId.remove(id);
        if (fail) {
            broker.rollback(transaction);
        } else {
            broker.commit(transaction);
        }
    }

    /** Rolls back what its client left open. */
    void abandon(Binary id) {
        var transaction = byId.remove(id);
        if (transaction != null) {
            broker.rollback(transaction);
        }
    }
}
