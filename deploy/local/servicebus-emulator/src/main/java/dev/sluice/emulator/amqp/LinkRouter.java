package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.MessageQueue;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;

/** Decides by its address what stands behind a link that a client attaches, and opens or refuses it. */
final class LinkRouter {

    private static final String CBS = "$cbs";
    private static final String MANAGEMENT_SUFFIX = "/$management";
    private static final Symbol SESSION_FILTER = Symbol.valueOf("com.microsoft:session-filter");
    private static final long MAX_REQUEST_SIZE = 1L << 20;

    private final Broker broker;
    private final Executor eventLoop;
    private final BooleanSupplier roomToWrite;
    private final Acknowledgements acknowledgements;
    private final ReplyLinks replies;

    LinkRouter(Broker broker, Executor eventLoop, BooleanSupplier roomToWrite) {
        this.broker = broker;
        this.eventLoop = eventLoop;
        this.roomToWrite = roomToWrite;
        this.acknowledgements = new Acknowledgements(broker.durability(), eventLoop);
        this.replies = new ReplyLinks(acknowledgements);
    }

    /** Opens the link and gives what stands behind it; or refuses it and gives nothing. */
    Optional<LinkEndpoint> attach(Link link) {
        link.setSource(link.getRemoteSource());
        link.setTarget(link.getRemoteTarget());
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        link.setProperties(link.getRemoteProperties());
        try {
            var endpoint = link instanceof Receiver receiver ? incoming(receiver) : outgoing((Sender) link);
            link.open();
            return Optional.of(endpoint);
        } catch (RefusedException refused) {
            refuse(link, refused.error);
            return Optional.empty();
        }
    }

    private LinkEndpoint incoming(Receiver link) {
        if (link.getRemoteTarget() != null && !(link.getRemoteTarget() instanceof Target)) {
            throw new RefusedException(AmqpErrors.of(AmqpErrors.NOT_IMPLEMENTED, "Transactions are not supported."));
        }
        var address = address(
                link.getRemoteTarget() == null ? null : link.getRemoteTarget().getAddress());
        if (address.equalsIgnoreCase(CBS)) {
            return new IncomingLink(link, MAX_REQUEST_SIZE, acknowledgements, replies.requestsTo(new CbsNode()));
        }
        if (isManagement(address)) {
            return new IncomingLink(
                    link, MAX_REQUEST_SIZE, acknowledgements, replies.requestsTo(new ManagementNode(queue(address))));
        }
        var queue = queue(address);
        if (queue.isDeadLetterSubqueue()) {
            throw new RefusedException(AmqpErrors.of(
                    AmqpErrors.NOT_ALLOWED, "Messages can't be sent to the dead-letter queue '" + address + "'."));
        }
        return new IncomingLink(
                link,
                queue.options().maxMessageSizeBytes(),
                acknowledgements,
                (payload, format) -> send(queue, payload, format));
    }

    private LinkEndpoint outgoing(Sender link) {
        var address = address(
                link.getRemoteSource() == null ? null : link.getRemoteSource().getAddress());
        if (address.equalsIgnoreCase(CBS)) {
            return replies.open(link);
        }
        var queue = queue(address);
        if (isManagement(address)) {
            return replies.open(link);
        }
        if (link.getRemoteSource() instanceof Source source
                && source.getFilter() != null
                && source.getFilter().containsKey(SESSION_FILTER)) {
            throw new RefusedException(AmqpErrors.of(
                    AmqpErrors.NOT_ALLOWED,
                    "A sessionful message receiver cannot be created on an entity that does not require sessions."));
        }
        return new OutgoingLink(link, queue, eventLoop, roomToWrite, acknowledgements);
    }

    private static ErrorCondition send(MessageQueue queue, byte[] payload, int format) {
        try {
            queue.send(MessageReader.readTransfer(payload, format));
            return null;
        } catch (BrokerException refusal) {
            return AmqpErrors.of(refusal);
        }
    }

    private MessageQueue queue(String address) {
        var path =
                isManagement(address) ? address.substring(0, address.length() - MANAGEMENT_SUFFIX.length()) : address;
        return broker.find(path).orElseThrow(() -> new RefusedException(AmqpErrors.entityNotFound(path)));
    }

    /** Attaches without a terminus and detaches with the error: what AMQP asks for, part 2, section 2.6.3. */
    void refuse(Link link, ErrorCondition error) {
        if (link instanceof Receiver) {
            link.setTarget(null);
        } else {
            link.setSource(null);
        }
        link.open();
        link.setCondition(error);
        link.close();
    }

    private static boolean isManagement(String address) {
        return address.toLowerCase(Locale.ROOT).endsWith(MANAGEMENT_SUFFIX);
    }

    /** The path in an address, which may be a whole URL. */
    private static String address(String given) {
        var address = given == null ? "" : given;
        int scheme = address.indexOf("://");
        if (scheme >= 0) {
            int path = address.indexOf('/', scheme + 3);
            address = path < 0 ? "" : address.substring(path);
        }
        return address.startsWith("/") ? address.substring(1) : address;
    }

    private static final class RefusedException extends RuntimeException {
        private final transient ErrorCondition error;

        RefusedException(ErrorCondition error) {
            super(error.getDescription(), null, false, false);
            this.error = error;
        }
    }
}
