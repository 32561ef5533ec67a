package dev.sluice.emulator.broker;

/**
 * Says when what was done will survive the end of the process: only then may it be acknowledged. Marks grow with time;
 * whoever keeps one mark kept all that are smaller. Thread-safe.
 */
public interface Durability {

    /** A mark that covers everything that the calling thread has done so far. */
    default long mark() {
        return 0;
    }

    /** Whether everything up to the mark is kept. */
    default boolean isKept(long mark) {
        return true;
    }

    /** Runs the work once, as soon as everything up to the mark is kept or never will be. It must only pass the word on. */
    default void whenKept(long mark, Runnable work) {
        work.run();
    }

    /** Why nothing will be kept any more, or null while all is well. */
    default BrokerException failure() {
        return null;
    }
}
