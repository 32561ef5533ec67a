/**
 * Who may do what: shared access keys, the tokens that are signed with them, and the claims that tokens make. Pure Java,
 * knows no protocol. The protocol asks it at {@code $cbs} and for SASL PLAIN; {@code ServiceBusEmulator} sets the keys.
 */
package dev.sluice.emulator.security;
