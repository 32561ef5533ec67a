/**
 * Service Bus clients from configuration, and the pipeline that sends through them. Called by both services at start-up
 * and by producer for every order.
 */
package dev.sluice.servicebus;
