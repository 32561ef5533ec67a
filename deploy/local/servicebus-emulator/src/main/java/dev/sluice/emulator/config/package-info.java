/**
 * The configuration file: the official emulator's {@code Config.json}, read as is and turned into the broker's options.
 * Only {@code ServiceBusEmulator} calls in.
 */
package dev.sluice.emulator.config;
