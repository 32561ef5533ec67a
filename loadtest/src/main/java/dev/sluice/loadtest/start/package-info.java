/** The experiment that starts handlers again and again: how long until the first 200, and in how much memory. */
package dev.sluice.loadtest.start;
