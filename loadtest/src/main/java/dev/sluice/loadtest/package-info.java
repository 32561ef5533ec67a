/**
 * The load test's command line, and what every experiment has in common: how it is run, watched, judged and reported. An
 * experiment has a package of its own.
 */
package dev.sluice.loadtest;
