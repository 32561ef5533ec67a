/**
 * Durable mode: keeps the broker's state in one file, and the only package that knows H2's MVStore. Operations gather in
 * a {@link dev.sluice.emulator.store.Batch}; one thread writes batch after batch and lets their acknowledgements go.
 * Called by {@code ServiceBusEmulator}, and by the broker through its {@code MessageStore}.
 */
package dev.sluice.emulator.store;
