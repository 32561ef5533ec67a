/**
 * Measures the emulator against Apache Artemis, as ratios taken in one run; compiled and run by the profile
 * {@code benchmark} only, the one place where Artemis is on the class path. Nobody calls in.
 */
package dev.sluice.emulator.benchmark;
