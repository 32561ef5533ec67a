/** The experiment that sends a burst to instances that come and go, and holds it against fixed ones and a simulation of the plan. */
package dev.sluice.loadtest.burst;
