/** The command line on top of the local stack, for {@code deploy/local/run.sh}; the load test's command line takes its options from here. */
package dev.sluice.stack.command;
