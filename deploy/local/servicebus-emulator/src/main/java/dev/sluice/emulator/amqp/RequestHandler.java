package dev.sluice.emulator.amqp;

import org.apache.qpid.proton.message.Message;

/** A node that answers requests: {@code $cbs}, or the {@code $management} of an entity. */
@FunctionalInterface
interface RequestHandler {

    /** Answers a request; never throws for what a client may send. */
    Reply handle(Message request);
}
