package dev.sluice.consumer.processing;

/** An {@link OrderHandler} will never process this order; it is parked with this exception's message as description. */
public class OrderRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message why, for whoever looks at the parked order */
    public OrderRefusedException(String message) {
        super(message);
    }
}
