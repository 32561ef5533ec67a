package dev.sluice.producer.api.batch;

import java.io.IOException;
import java.util.Optional;

/** The items of a batch, in order. */
interface ItemSource {
    /** The next item, or null when there is none that may be read. */
    RawItem next() throws IOException;

    /** Why reading stopped before the batch's end; empty if it didn't. Known after {@link #next} has returned null. */
    Optional<String> stopped();
}
