/** Holds the reports of two runs against each other. Knows them as files only. */
package dev.sluice.loadtest.compare;
