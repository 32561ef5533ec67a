/**
 * The broker: entities, messages, locks and time, and nothing of any protocol. A message is opaque encoded bytes plus
 * the few fields that queueing needs. Called by the protocol, the admin pages and {@code ServiceBusEmulator}; calls
 * nobody, and gets its clock and timer from outside so that tests can run on virtual time.
 */
package dev.sluice.emulator.broker;
