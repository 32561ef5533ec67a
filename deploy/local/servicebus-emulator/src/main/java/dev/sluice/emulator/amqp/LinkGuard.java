package dev.sluice.emulator.amqp;

import dev.sluice.emulator.metrics.Traffic;
import dev.sluice.emulator.security.AccessRight;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;

/**
 * Decides whether a link may be attached at all, before anybody looks at where it leads: whoever has no right to an entity
 * must not learn whether it exists.
 */
final class LinkGuard {

    private final ConnectionAccess access;
    private final ConnectionFaults faults;
    private final Traffic traffic;

    LinkGuard(ConnectionAccess access, ConnectionFaults faults, Traffic traffic) {
        this.access = access;
        this.faults = faults;
        this.traffic = traffic;
    }

    /** Why the link must be refused; or null, and then it has its {@link LinkContext}. */
    ErrorCondition refusal(Link link) {
        var context = context(link);
        context.attachTo(link);
        var refusal = missingRight(link);
        // Management is refused request by request: those can be answered, and clients know what to make of it.
        return refusal != null || context.management() ? refusal : faults.onAttach(context.address());
    }

    /** Why a link that was let in may not go on, or null if it may. */
    ErrorCondition missingRight(Link link) {
        var context = LinkContext.of(link);
        boolean allowed;
        if (context.address() == null) {
            allowed = LinkRouter.isTransactions(link) ? access.allowsAnything() : true;
        } else {
            allowed = access.allows(context.address(), context.right());
        }
        return allowed ? null : AmqpErrors.unauthorized(context.right(), String.valueOf(context.address()));
    }

    private static String target(Link link) {
        return link.getRemoteTarget() == null ? null : link.getRemoteTarget().getAddress();
    }

    private static String source(Link link) {
        return link.getRemoteSource() == null ? null : link.getRemoteSource().getAddress();
    }

    private LinkContext context(Link link) {
        if (LinkRouter.isTransactions(link)) {
            return new LinkContext(null, null, true, faults, traffic);
        }
        boolean sends = link instanceof Receiver;
        var address = LinkRouter.address(sends ? target(link) : source(link));
        if (LinkRouter.isCbs(address)) {
            return new LinkContext(null, null, true, faults, traffic);
        }
        if (LinkRouter.isManagement(address)) {
            return new LinkContext(address, null, true, faults, traffic);
        }
        return new LinkContext(address, sends ? AccessRight.SEND : AccessRight.LISTEN, false, faults, traffic);
    }
}
