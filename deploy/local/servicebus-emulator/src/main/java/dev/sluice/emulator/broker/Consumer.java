package dev.sluice.emulator.broker;

/** Somebody who waits for a queue to have messages. */
@FunctionalInterface
public interface Consumer {

    /**
     * Says once that messages are there, to be fetched with {@link MessageQueue#receive}; they may be gone by then.
     * Called under the queue's lock: it must only pass the word on.
     */
    void messagesAvailable();
}
