/** Messages that can't be processed, put on the bus past producer, and what became of them. Experiments may call in. */
package dev.sluice.loadtest.poison;
