package dev.sluice.functions.app;

import java.time.Duration;

/**
 * What host.json says.
 *
 * @param functionTimeout how long an invocation may take; null for as long as it likes
 * @param handler how the handler is started
 * @param routePrefix what all routes begin with, without slashes at the ends; may be empty
 * @param serviceBus the trigger's settings
 */
public record HostOptions(
        Duration functionTimeout, HandlerDescription handler, String routePrefix, ServiceBusOptions serviceBus) {}
