/** What consumer answers over HTTP: where an order is. Called by the framework only; reads the database. */
package dev.sluice.consumer.api;
