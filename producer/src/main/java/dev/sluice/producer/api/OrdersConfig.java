package dev.sluice.producer.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** What the HTTP API takes in, and what it answers with. */
@ConfigMapping(prefix = "sluice.orders")
public interface OrdersConfig {
    /** Where an order's status can be asked: the consumer's address of it without the id. Must be absolute. */
    @WithDefault("http://localhost:8081/api/orders")
    URI statusUrl();

    /** The largest order, as a request's body and as an item of a batch. Service Bus (Standard) takes 256 KiB. */
    @WithDefault("64K")
    MemorySize maxBytes();

    /** How long a request's body may take to arrive; then the connection is closed. */
    @WithDefault("60S")
    Duration bodyTimeout();

    /** The bounds on batches. */
    Batch batch();

    /** The bounds on {@code POST /api/orders/batch}. */
    interface Batch {
        /** How many orders a batch may hold. */
        @WithDefault("1000")
        int maxItems();

        /** The largest batch, in all. */
        @WithDefault("4M")
        MemorySize maxBytes();

        /**
         * How many orders of one batch may be on their way to Service Bus at once, so that a batch leaves room for
         * others; never more than half of {@code sluice.send.max-in-flight}.
         */
        @WithDefault("256")
        int window();

        /** How many batches are taken in at once; one more is refused. Bounds memory and threads. */
        @WithDefault("16")
        int maxConcurrent();
    }
}
