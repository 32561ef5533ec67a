/**
 * The admin page: health, metrics, entities and faults over HTTP. Empties and switches entities and injects faults, all
 * through the packages that it reads from. Only {@code ServiceBusEmulator} calls in.
 */
package dev.sluice.emulator.admin;
