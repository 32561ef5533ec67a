/**
 * Counters of what passes through the protocol. Counted there, read by the admin page; what happens to messages is counted
 * by the broker itself.
 */
package dev.sluice.emulator.metrics;
