package dev.sluice.emulator.amqp;

import java.util.HashSet;
import java.util.Set;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.End;
import org.apache.qpid.proton.amqp.transport.Flow;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.engine.TransportException;
import org.apache.qpid.proton.engine.impl.TransportImpl;

/**
 * Proton's engine behind checks that it leaves out: frames on channels that were not begun, and dispositions whose range
 * it would walk through number by number, for ever if the last one is the largest there is.
 */
final class GuardedTransport extends TransportImpl {

    // Twice what any SDK prefetches; a client with more to settle can send several.
    private static final long MAX_DISPOSITIONS = 10_000;

    private final int channelMax;
    private final Set<Integer> begun = new HashSet<>();

    GuardedTransport(int channelMax) {
        this.channelMax = channelMax;
        setChannelMax(channelMax);
    }

    @Override
    public void handleBegin(Begin begin, Binary payload, Integer channel) {
        if (channel > channelMax || !begun.add(channel)) {
            throw new TransportException("begin on channel " + channel + ", which is in use or above the maximum");
        }
        super.handleBegin(begin, payload, channel);
    }

    @Override
    public void handleEnd(End end, Binary payload, Integer channel) {
        requireBegun(channel);
        begun.remove(channel);
        super.handleEnd(end, payload, channel);
    }

    @Override
    public void handleAttach(Attach attach, Binary payload, Integer channel) {
        requireBegun(channel);
        super.handleAttach(attach, payload, channel);
    }

    @Override
    public void handleFlow(Flow flow, Binary payload, Integer channel) {
        requireBegun(channel);
        super.handleFlow(flow, payload, channel);
    }

    @Override
    public void handleTransfer(Transfer transfer, Binary payload, Integer channel) {
        requireBegun(channel);
        super.handleTransfer(transfer, payload, channel);
    }

    @Override
    public void handleDisposition(Disposition disposition, Binary payload, Integer channel) {
        requireBegun(channel);
        var first = disposition.getFirst();
        var last = disposition.getLast() == null ? first : disposition.getLast();
        if (last.longValue() - first.longValue() >= MAX_DISPOSITIONS || last.longValue() == 0xFFFF_FFFFL) {
            throw new TransportException("disposition of too many deliveries: " + first + " to " + last);
        }
        super.handleDisposition(disposition, payload, channel);
    }

    private void requireBegun(Integer channel) {
        if (!begun.contains(channel)) {
            throw new TransportException("a frame on channel " + channel + ", which was not begun");
        }
    }
}
