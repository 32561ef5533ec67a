/**
 * What a service tells about itself beyond its log: trace context across the queue and the spans of messages, the instance's
 * name, and metrics and traces that are pushed. Called by {@code messaging} and by whoever starts or continues a trace.
 */
package dev.sluice.telemetry;
