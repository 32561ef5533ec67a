package dev.sluice.producer.api.batch;

import dev.sluice.producer.api.InvalidOrderException;

/**
 * One item of a batch, before anybody has looked into it.
 *
 * @param text its JSON; null if the item can't be read
 * @param fault why it can't be read; null if it can
 */
record RawItem(String text, InvalidOrderException fault) {
    static RawItem readable(String text) {
        return new RawItem(text, null);
    }

    static RawItem unreadable(InvalidOrderException fault) {
        return new RawItem(null, fault);
    }

    /** The item is larger than a single order may be. */
    static RawItem tooLarge(long limit) {
        return unreadable(InvalidOrderException.violating("", "must not be larger than %d bytes".formatted(limit)));
    }
}
