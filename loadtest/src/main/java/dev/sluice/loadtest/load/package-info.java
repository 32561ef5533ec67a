/** The experiment that posts orders to a system's addresses and asks there what became of each. It needs nothing else of the system. */
package dev.sluice.loadtest.load;
