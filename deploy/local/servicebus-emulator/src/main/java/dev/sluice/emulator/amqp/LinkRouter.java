package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Broker;
import dev.sluice.emulator.broker.BrokerException;
import dev.sluice.emulator.broker.EntityType;
import dev.sluice.emulator.broker.MessageQueue;
import dev.sluice.emulator.broker.Transaction;
import dev.sluice.emulator.security.AccessRight;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;

/** Decides by its address what stands behind a link that a client attaches, and opens or refuses it. */
final class LinkRouter {

    private static final String CBS = "$cbs";
    private static final String MANAGEMENT_SUFFIX = "/$management";
    private static final Symbol TRANSFER_DESTINATION = Symbol.valueOf("com.microsoft:transfer-destination-address");
    private static final long MAX_REQUEST_SIZE = 1L << 20;

    private final Broker broker;
    private final ClientConnection connection;
    private final ConnectionAccess access;
    private final ReplyLinks replies;

    LinkRouter(Broker broker, ConnectionAccess access, Executor eventLoop, BooleanSupplier roomToWrite) {
        this.broker = broker;
        this.access = access;
        var acknowledgements = new Acknowledgements(broker.durability(), eventLoop);
        this.connection = new ClientConnection(new Transactions(broker), acknowledgements, eventLoop, roomToWrite);
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
            endpoint.onAttached(link);
            return Optional.of(endpoint);
        } catch (RefusedException refused) {
            refuse(link, refused.error);
            return Optional.empty();
        } catch (BrokerException refusal) {
            refuse(link, AmqpErrors.of(refusal));
            return Optional.empty();
        }
    }

    private LinkEndpoint incoming(Receiver link) {
        if (link.getRemoteTarget() instanceof Coordinator) {
            return new CoordinatorLink(link, connection);
        }
        var address = address(
                link.getRemoteTarget() == null ? null : link.getRemoteTarget().getAddress());
        if (isCbs(address)) {
            return requests(link, new CbsNode(access));
        }
        if (isManagement(address)) {
            return requests(link, new GuardedRequests(management(address), LinkContext.of(link), access));
        }
        queue(address);
        var destination = destination(link, address);
        if (!access.allows(destination, AccessRight.SEND)) {
            throw new RefusedException(AmqpErrors.unauthorized(AccessRight.SEND, destination));
        }
        var queue = queue(destination);
        if (queue.isDeadLetterSubqueue()) {
            throw new RefusedException(AmqpErrors.of(
                    AmqpErrors.NOT_ALLOWED, "Messages can't be sent to the dead-letter queue '" + address + "'."));
        }
        if (!queue.takesMessages()) {
            throw notAllowed("Cannot open a Topic client for entity type Subscriber.");
        }
        return new IncomingLink(
                link,
                queue.options().maxMessageSizeBytes(),
                connection,
                (payload, format, transaction) -> send(queue, payload, format, transaction));
    }

    private IncomingLink requests(Receiver link, RequestHandler node) {
        return new IncomingLink(link, MAX_REQUEST_SIZE, connection, replies.requestsTo(node, LinkContext.of(link)));
    }

    /** Where messages go that are sent to an address: there, or from there on to what the link's properties name. */
    private static String destination(Receiver link, String address) {
        var properties = link.getRemoteProperties();
        var transfer = properties == null ? null : properties.get(TRANSFER_DESTINATION);
        return transfer == null ? address : address(transfer.toString());
    }

    private LinkEndpoint outgoing(Sender link) {
        var address = address(
                link.getRemoteSource() == null ? null : link.getRemoteSource().getAddress());
        if (isCbs(address)) {
            return replies.open(link);
        }
        var queue = queue(address);
        if (isManagement(address)) {
            return replies.open(link);
        }
        if (queue.type() == EntityType.TOPIC) {
            throw notAllowed("Cannot open a Queue client for entity type Topic.");
        }
        if (queue.options().forwardTo() != null) {
            throw notAllowed("Cannot create a message receiver on an entity with auto-forwarding enabled.");
        }
        return SessionLink.isAskedFor(link)
                ? new SessionLink(link, queue, connection)
                : new OutgoingLink(link, queue.withoutSessions(), queue, connection);
    }

    private static ErrorCondition send(MessageQueue queue, byte[] payload, int format, Transaction transaction) {
        try {
            var messages = MessageReader.readTransfer(payload, format);
            if (transaction == null) {
                queue.send(messages);
            } else {
                transaction.send(queue, messages);
            }
            return null;
        } catch (BrokerException refusal) {
            return AmqpErrors.of(refusal);
        }
    }

    private ManagementNode management(String address) {
        var queue = queue(address);
        return new ManagementNode(queue, broker.rules(queue.path()).orElse(null), connection);
    }

    private MessageQueue queue(String address) {
        var path =
                isManagement(address) ? address.substring(0, address.length() - MANAGEMENT_SUFFIX.length()) : address;
        return broker.find(path).orElseThrow(() -> new RefusedException(AmqpErrors.entityNotFound(path)));
    }

    /** The errors that tell a client that it took an entity for another kind of entity. */
    private static RefusedException notAllowed(String description) {
        return new RefusedException(AmqpErrors.of(AmqpErrors.NOT_ALLOWED, description));
    }

    /** Attaches without a terminus and detaches with the error: what AMQP asks for, part 2, section 2.6.3. */
    static void refuse(Link link, ErrorCondition error) {
        if (link instanceof Receiver) {
            link.setTarget(null);
        } else {
            link.setSource(null);
        }
        link.open();
        link.setCondition(error);
        link.close();
    }

    /** Whether a link leads to the coordinator of transactions, which has no address. */
    static boolean isTransactions(Link link) {
        return link.getRemoteTarget() != null && !(link.getRemoteTarget() instanceof Target);
    }

    /** Whether an address means the node for tokens. */
    static boolean isCbs(String address) {
        return address.equalsIgnoreCase(CBS);
    }

    /** Whether an address means the management node of an entity. */
    static boolean isManagement(String address) {
        return address.toLowerCase(Locale.ROOT).endsWith(MANAGEMENT_SUFFIX);
    }

    /** The path in an address, which may be a whole URL. */
    static String address(String given) {
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
