/**
 * The experiment that offers orders to producer faster and faster until it breaks, and to the same server that sends
 * nothing; by Gatling, in an open model.
 */
package dev.sluice.loadtest.ingest;
