/**
 * The page that shows a running stack: what comes in, what waits, who works, what is parked, and the replay of that. It
 * asks the stack's processes over HTTP like anybody else. Commands call in.
 */
package dev.sluice.stack.console;
