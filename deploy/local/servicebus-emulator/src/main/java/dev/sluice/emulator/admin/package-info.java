/**
 * The admin page: health and the entities with their counts, as JSON over HTTP. Reads the broker, changes nothing. Only
 * {@code ServiceBusEmulator} calls in.
 */
package dev.sluice.emulator.admin;
