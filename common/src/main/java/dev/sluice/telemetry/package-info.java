/** Trace context across the queue. Called by {@code messaging} and by whoever starts or continues a trace. */
package dev.sluice.telemetry;
