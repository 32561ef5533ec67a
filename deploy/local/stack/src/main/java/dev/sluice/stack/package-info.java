/**
 * The whole system on one machine: PostgreSQL, the Service Bus emulator, producer and any number of consumers, each in a
 * process of its own that can be stopped or killed. Commands, tests and experiments call in; this package knows the
 * services only as jars, addresses and environment variables.
 */
package dev.sluice.stack;
