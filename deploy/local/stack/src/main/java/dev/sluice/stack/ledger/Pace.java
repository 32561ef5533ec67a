package dev.sluice.stack.ledger;

/** When orders are posted. Asked by one thread, with the orders' numbers from 0. */
@FunctionalInterface
public interface Pace {
    /**
     * Returns when an order may be posted.
     *
     * @return whether it is to be posted; false ends the load
     * @throws InterruptedException if interrupted
     */
    boolean await(int number) throws InterruptedException;
}
