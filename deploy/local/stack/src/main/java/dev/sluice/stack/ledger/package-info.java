/**
 * What was accepted, what became of it, and what to make of the difference. The ledger is written by those who post
 * orders, outside the services under test; the audit reads PostgreSQL and the queues. The stack's commands, its tests and
 * experiments may call in; this package knows how to reach an HTTP address and a database, and nothing of processes.
 */
package dev.sluice.stack.ledger;
