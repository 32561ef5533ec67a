package dev.sluice.emulator.amqp;

import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Link;

/** What stands behind a link. All calls come from the connection's event loop. */
interface LinkEndpoint {

    /** The link was accepted: answers the attach. */
    default void onAttached(Link link) {
        link.open();
    }

    /** The client gave credit, asked to drain, or there is room to write again. */
    default void onCredit() {}

    /** A transfer or a disposition arrived. */
    void onDelivery(Delivery delivery);

    /** The link is gone, be it closed, its session ended or its connection lost. */
    default void onClosed() {}
}
