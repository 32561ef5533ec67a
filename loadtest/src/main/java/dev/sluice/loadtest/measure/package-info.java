/** What experiments measure beside the verdict: effects by instance, CPU and memory by process, the way over time. Every experiment may call in. */
package dev.sluice.loadtest.measure;
