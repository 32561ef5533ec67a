package dev.sluice.stack.console;

import java.util.List;
import java.util.Map;

/**
 * What all sources said, once.
 *
 * @param namespaces by their names, in the order in which they are shown
 * @param services the instances of each; a service that has ended has none, one that is silent is away
 * @param metrics of each of those instances
 * @param parked the first page
 */
record Reading(
        Map<String, Answer<QueueCounts>> namespaces,
        Map<String, Answer<List<Instance>>> services,
        Map<Instance, Answer<MetricsText>> metrics,
        Answer<ParkedOrders> parked) {}
