/**
 * The emulator as a JUnit extension. Needs JUnit's API on the class path of whoever uses it, and nothing in the emulator
 * needs this package: only tests call in.
 */
package dev.sluice.emulator.junit;
