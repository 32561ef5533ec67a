/** The command line on top of the local stack, for {@code deploy/local/run.sh}; nothing calls in. */
package dev.sluice.stack.command;
