package dev.sluice.emulator.amqp;

import dev.sluice.emulator.fault.Moment;
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
    IncomingLink.TransferHandler requestsTo(RequestHandler node, LinkContext context) {
        return (payload, format, transaction) -> {
            var request = decode(payload);
            if (!byAddress.containsKey(request.getReplyTo())) {
                return noReplyLink(request.getReplyTo());
            }
            var reply = node.handle(request, transaction);
            if (transaction != null && reply.errorCondition() != null) {
                transaction.refuse();
            }
            if (node.keepsNothing()) {
                answer(request, reply, context);
            } else {
                acknowledgements.whenKept(
                        failure -> answer(request, failure == null ? reply : Reply.error(failure), context));
            }
            return null;
        };
    }

    private void answer(Message request, Reply reply, LinkContext context) {
        var answer = reply.toMessage(request);
        context.faults().answer(Moment.REPLY, context.address(), () -> send(request.getReplyTo(), answer));
    }

    /** Sends it unless the link is gone by now. */
    private void send(String address, Message reply) {
        var link = byAddress.get(address);
        if (link != null) {
            link.send(reply);
        }
    }

    private static Message decode(byte[] payload) {
        var request = Message.Factory.create();
        try {
            request.decode(payload, 0, payload.length);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException("not a request", e);
        }
        return request;
    }

    private static ErrorCondition noReplyLink(String address) {
        return AmqpErrors.of(
                AmqpErrors.NOT_FOUND, "No link of this connection has the reply address '" + address + "'.");
    }
}
