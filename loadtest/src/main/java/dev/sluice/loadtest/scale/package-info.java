/** The experiment that puts more and more competing consumers on a backlog, and asks how much each of them adds. */
package dev.sluice.loadtest.scale;
