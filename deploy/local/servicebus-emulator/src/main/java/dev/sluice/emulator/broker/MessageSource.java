package dev.sluice.emulator.broker;

import java.util.List;

/** Where messages are received from: a queue, or one session of it. Thread-safe. */
public interface MessageSource {

    /**
     * Hands out the oldest messages that are ready, at most so many and not many more than a MiB of them, so that nobody
     * has to hold a queue full of large ones at once; empty when none is.
     *
     * @throws BrokerException ENTITY_DISABLED
     */
    List<Delivery> receive(int max, ReceiveMode mode);

    /** Calls the consumer once, as soon as messages are ready; the demand says how many it would take. */
    void await(Consumer consumer, int demand);

    /** Calls that consumer no more, and passes on to others what it was called for. */
    void forget(Consumer consumer);
}
