/** Reads scenarios, so strictly that a wrong one is told by file, line and what was expected. Every experiment may call in. */
package dev.sluice.loadtest.scenario;
