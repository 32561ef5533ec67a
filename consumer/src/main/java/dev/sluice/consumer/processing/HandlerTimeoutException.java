package dev.sluice.consumer.processing;

import java.time.Duration;

/** A handler took longer than {@code sluice.handler.timeout}; its transaction is rolled back. */
final class HandlerTimeoutException extends Exception {
    private static final long serialVersionUID = 1L;

    HandlerTimeoutException(Duration timeout, Throwable cause) {
        super("the handler took longer than sluice.handler.timeout (" + timeout + ")", cause);
    }
}
