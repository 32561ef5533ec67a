/**
 * Rehearsals of what must not go wrong on the day: something is taken away from a running stack, and what its clients saw of
 * that is measured. The commands and tests call in.
 */
package dev.sluice.stack.drill;
