/** What a run leaves on disk, for programs and for people. Called when an experiment has ended; knows none of them. */
package dev.sluice.loadtest.report;
