/**
 * The rules of subscriptions: filters that select messages and actions that change them, as values and as the SQL that
 * Azure Service Bus documents. Pure: knows no protocol and no broker, and sees a message only as a
 * {@link dev.sluice.emulator.rules.MessageView}. Called by the broker, the protocol's rule operations and the reader of
 * the configuration file.
 */
package dev.sluice.emulator.rules;
