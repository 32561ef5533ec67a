package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.BrokerException;
import java.util.HashSet;
import java.util.Set;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TxnCapability;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.message.Message;

/**
 * The link on which a client declares and discharges transactions. What it declared and did not discharge is rolled back
 * when the link is gone.
 *
 * @see <a href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-transactions-v1.0-os.html">AMQP 1.0, part 4</a>
 */
final class CoordinatorLink implements LinkEndpoint {

    private static final int CREDIT = 100;
    private static final int MAX_SIZE = 4096;
    private static final long AMQP_VALUE = 0x77;
    private static final long DECLARE = 0x31;

    private final Receiver link;
    private final Transactions transactions;
    private final Acknowledgements acknowledgements;
    private final Set<Binary> declared = new HashSet<>();

    CoordinatorLink(Receiver link, ClientConnection connection) {
        this.link = link;
        this.transactions = connection.transactions();
        this.acknowledgements = connection.acknowledgements();
    }

    @Override
    public void onAttached(Link ignored) {
        var coordinator = new Coordinator();
        coordinator.setCapabilities(
                TxnCapability.LOCAL_TXN, TxnCapability.MULTI_TXNS_PER_SSN, TxnCapability.MULTI_SSNS_PER_TXN);
        link.setTarget(coordinator);
        link.setMaxMessageSize(UnsignedLong.valueOf(MAX_SIZE));
        link.flow(CREDIT);
        link.open();
    }

    @Override
    public void onDelivery(Delivery ignored) {
        for (var delivery = link.current(); delivery != null; delivery = link.current()) {
            if (delivery.available() > MAX_SIZE) {
                link.recv();
                link.setCondition(AmqpErrors.of(
                        AmqpErrors.MESSAGE_SIZE_EXCEEDED, "No transfer to a coordinator is as large as this."));
                link.close();
                return;
            }
            if (delivery.isPartial()) {
                return;
            }
            var payload = new byte[delivery.available()];
            link.recv(payload, 0, payload.length);
            link.advance();
            settle(delivery, answer(payload));
        }
    }

    private void settle(Delivery delivery, DeliveryState answer) {
        acknowledgements.whenKept(failure -> {
            // The link may be gone by now.
            if (link.getLocalState() == EndpointState.ACTIVE) {
                delivery.disposition(failure == null ? answer : rejected(AmqpErrors.of(failure)));
                delivery.settle();
                link.flow(1);
            }
        });
    }

    @Override
    public void onClosed() {
        declared.forEach(transactions::abandon);
    }

    private DeliveryState answer(byte[] payload) {
        try {
            var body = body(payload);
            if (body instanceof Declare) {
                return declare();
            }
            if (body instanceof Discharge discharge) {
                declared.remove(discharge.getTxnId());
                transactions.discharge(discharge.getTxnId(), Boolean.TRUE.equals(discharge.getFail()));
                return Accepted.getInstance();
            }
            return rejected(AmqpErrors.of(
                    AmqpErrors.NOT_IMPLEMENTED, "A coordinator takes a declare without a global id, or a discharge."));
        } catch (BrokerException refusal) {
            return rejected(AmqpErrors.of(refusal));
        } catch (IllegalArgumentException e) {
            return rejected(AmqpErrors.of(AmqpErrors.DECODE_ERROR, e.getMessage()));
        }
    }

    private DeliveryState declare() {
        var answer = new Declared();
        answer.setTxnId(transactions.declare());
        declared.add(answer.getTxnId());
        return answer;
    }

    private static Object body(byte[] payload) {
        var message = Message.Factory.create();
        try {
            message.decode(payload, 0, payload.length);
        } catch (RuntimeException e) {
            if (isDeclare(payload)) {
                return null;
            }
            throw new IllegalArgumentException("The message can't be decoded.", e);
        }
        return message.getBody() instanceof AmqpValue value ? value.getValue() : null;
    }

    /** Whether what proton-j could not decode is a declare: one with a global id then, for which it has no type. */
    private static boolean isDeclare(byte[] payload) {
        int body = MessageSections.of(payload).body();
        var reader = new EncodedReader(payload, body, payload.length - body);
        return reader.descriptor() == AMQP_VALUE && reader.descriptor() == DECLARE;
    }

    private static Rejected rejected(ErrorCondition error) {
        var rejected = new Rejected();
        rejected.setError(error);
        return rejected;
    }
}
