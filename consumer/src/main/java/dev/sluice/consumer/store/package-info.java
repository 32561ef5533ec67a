/**
 * PostgreSQL: the inbox, what is parked and retried, the schema, and whether the database is there at all. Called by the
 * other packages of consumer; knows none of them.
 */
package dev.sluice.consumer.store;
