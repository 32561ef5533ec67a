package dev.sluice.azure.arm;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which resources have a provisioning state, and how often one must look until it says {@code Succeeded}. */
final class ResourceStates {
    /** Written at once, without a state in the answer. */
    private static final Set<String> STATELESS = Set.of(
            "microsoft.authorization/roleassignments",
            "microsoft.dbforpostgresql/flexibleservers",
            "microsoft.dbforpostgresql/flexibleservers/administrators",
            "microsoft.dbforpostgresql/flexibleservers/configurations",
            "microsoft.dbforpostgresql/flexibleservers/databases",
            "microsoft.insights/autoscalesettings",
            "microsoft.insights/actiongroups",
            "microsoft.insights/diagnosticsettings",
            "microsoft.insights/metricalerts",
            "microsoft.managedidentity/userassignedidentities",
            "microsoft.network/privatednszones/a",
            "microsoft.servicebus/namespaces/networkrulesets",
            "microsoft.servicebus/namespaces/queues",
            "microsoft.servicebus/namespaces/topics",
            "microsoft.servicebus/namespaces/topics/subscriptions",
            "microsoft.servicebus/namespaces/topics/subscriptions/rules",
            "microsoft.storage/storageaccounts/blobservices",
            "microsoft.storage/storageaccounts/blobservices/containers",
            "microsoft.web/sites",
            "microsoft.web/sites/basicpublishingcredentialspolicies",
            "microsoft.web/sites/config");

    /** Azure takes minutes for these. */
    private static final Map<String, Integer> SLOW = Map.of(
            "microsoft.compute/virtualmachines", 1,
            "microsoft.dbforpostgresql/flexibleservers", 2,
            "microsoft.network/azurefirewalls", 2,
            "microsoft.network/privateendpoints", 1,
            "microsoft.network/virtualnetworks", 1,
            "microsoft.servicebus/namespaces", 2,
            "microsoft.storage/storageaccounts", 1,
            "microsoft.web/serverfarms", 1);

    private ResourceStates() {}

    static boolean has(String type) {
        return !STATELESS.contains(type.toLowerCase(Locale.ROOT));
    }

    static int polls(String type) {
        return SLOW.getOrDefault(type.toLowerCase(Locale.ROOT), 0);
    }
}
