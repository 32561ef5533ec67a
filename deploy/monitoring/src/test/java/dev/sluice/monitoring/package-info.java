/** The files of this module at work: rules, dashboard and tables against a real Prometheus and a running stack. */
package dev.sluice.monitoring;
