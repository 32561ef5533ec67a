package dev.sluice.emulator.broker;

/**
 * Somebody who asked for a session. All calls come under the queue's lock, from any thread: they must only pass the word
 * on.
 */
public interface SessionListener {

    /** The session that was waited for is free, and is the receiver's from now on until it is closed. */
    void accepted(SessionReceiver receiver);

    /** No session became free in time. */
    void timedOut();

    /** The lock ran out: the messages have gone back, and the session may be another's already. */
    void lockLost();
}
