/**
 * How many instances an app gets: Elastic Premium's rules as pure Java on a given clock. {@code FunctionsHost} feeds it
 * the messages that wait and carries out what it decides.
 */
package dev.sluice.functions.scale;
