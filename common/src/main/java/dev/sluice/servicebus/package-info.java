/**
 * Service Bus clients from configuration, the pipeline that sends through them, and the failover between two of those. Called by both services at start-up
 * and by producer for every order.
 */
package dev.sluice.servicebus;
