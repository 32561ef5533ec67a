package dev.sluice.azure.arm;

/**
 * What a script in a virtual machine ended with.
 *
 * @param exitCode 0 for success
 * @param output what it printed
 */
public record RunResult(int exitCode, String output) {}
