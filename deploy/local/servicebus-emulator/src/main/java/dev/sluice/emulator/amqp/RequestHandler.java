package dev.sluice.emulator.amqp;

import dev.sluice.emulator.broker.Transaction;
import org.apache.qpid.proton.message.Message;

/** A node that answers requests: {@code $cbs}, or the {@code $management} of an entity. */
@FunctionalInterface
interface RequestHandler {

    /**
     * Answers a request; never throws for what a client may send.
     *
     * @param transaction what the request is to be part of, or null
     */
    Reply handle(Message request, Transaction transaction);

    /** Whether no request changes anything that a store keeps: then answers need not wait for one, nor fail with it. */
    default boolean keepsNothing() {
        return false;
    }
}
