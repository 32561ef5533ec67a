/**
 * The emulator as a whole: {@link dev.sluice.emulator.ServiceBusEmulator} for tests and other programs,
 * {@link dev.sluice.emulator.EmulatorCommand} for the command line. The only package that others may use, together with
 * the option and count records of {@code broker}, the rules of {@code rules} and, in tests, {@code junit}.
 */
package dev.sluice.emulator;
