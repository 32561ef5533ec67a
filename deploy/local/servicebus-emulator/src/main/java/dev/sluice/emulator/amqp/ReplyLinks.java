package dev.sluice.emulator.amqp;

import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.message.Message;

/** The reply links of one connection, by the address that requests name in reply-to. */
final class ReplyLinks {

    private final Map<String, ReplyLink> byAddress = new HashMap<>();
    private final Acknowledgements acknowledgements;

    ReplyLinks(Acknowledgements acknowledgements) {
        this.acknowledgements = acknowledgements;
    }

    /** Takes in a link; JavaScript's client gives it no target address and means the link's name. */
    ReplyLink open(Sender link) {
        var target = link.getRemoteTarget() instanceof Target given ? given.getAddress() : null;
        var address = target == null ? link.getName() : target;
        var reply = new ReplyLink(link, () -> byAddress.remove(address));
        byAddress.put(address, reply);
        return reply;
    }

    /** A handler of transfers that lets the node answer each. */
    IncomingLink.TransferHandler requestsTo(RequestHandler node) {
        return (payload, format, transaction) -> {
            var request = decode(payload);
            var link = byAddress.get(request.getReplyTo());
            if (link == null) {
                return noReplyLink(request.getReplyTo());
            }
            var reply = node.handle(request, transaction);
            if (transaction != null && reply.errorCondition() != null) {
                transaction.refuse();
            }
            acknowledgements.whenKept(
                    failure -> link.send((failure == null ? reply : Reply.error(failure)).toMessage(request)));
            return null;
        };
    }

    private static Message decode(byte[] payload) {
        var request = Message.Factory.create();
        try {
            request.decode(payload, 0, payload.length);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a request", e);
        }
        return request;
    }

    private static ErrorCondition noReplyLink(String address) {
        return AmqpErrors.of(
                AmqpErrors.NOT_FOUND, "No link of this connection has the reply address '" + address + "'.");
    }
}
