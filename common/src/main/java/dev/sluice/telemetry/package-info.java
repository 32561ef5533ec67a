/**
 * What a service tells about itself beyond its log: trace context across the queue, the instance's name in metrics, and
 * metrics that are pushed. Called by {@code messaging} and by whoever starts or continues a trace.
 */
package dev.sluice.telemetry;
