/**
 * Faults that tests ask for: which there are, and whether one strikes now. Decides only; what a fault does on the wire is
 * the protocol's business. Filled through {@code ServiceBusEmulator.faults()} and the admin page, asked by the protocol.
 */
package dev.sluice.emulator.fault;
