/**
 * A Java agent that makes a producer of its JVM one that says yes and sends nothing: what {@code ingest} measures against.
 * Packed into a jar of its own; nobody calls in but that JVM.
 */
package dev.sluice.loadtest.withoutsending;
