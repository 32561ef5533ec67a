/**
 * Orders that can't be processed: from the queue {@code orders-parked} into table {@code parked}, where they can be seen
 * and decided on. Called by nobody but the framework.
 */
package dev.sluice.consumer.parking;
