package dev.sluice.azure.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteCatalogTest {
    private static final String GROUP = "/subscriptions/s/resourceGroups/g/providers/";

    private final RouteCatalog catalog = RouteCatalog.azure();

    @Test
    void readsTheWholeSdk() {
        assertThat(catalog.size()).isGreaterThan(2500);
    }

    @ParameterizedTest
    @CsvSource({
        "Microsoft.Network/virtualNetworks/v, VirtualNetworkInner, 2024-07-01",
        "Microsoft.Network/firewallPolicies/p/ruleCollectionGroups/r, FirewallPolicyRuleCollectionGroupInner, 2024-07-01",
        "microsoft.network/privateDnsZones/z/virtualNetworkLinks/l, VirtualNetworkLinkInner, 2024-06-01",
        "Microsoft.Network/privateDnsZones/z/A/www, RecordSetInner, 2024-06-01",
        "Microsoft.ServiceBus/namespaces/n/queues/q, SBQueueInner, 2024-01-01",
        "Microsoft.Web/sites/s, SiteInner, 2024-11-01",
        "Microsoft.Storage/storageAccounts/a, StorageAccountCreateParameters, 2024-01-01",
        "Microsoft.Web/sites/s/providers/Microsoft.Authorization/roleAssignments/r, RoleAssignmentCreateParameters, 2022-04-01",
        "Microsoft.Web/sites/s/providers/Microsoft.Insights/diagnosticSettings/d, DiagnosticSettingsResourceInner, 2021-05-01-preview",
        "Microsoft.DBforPostgreSQL/flexibleServers/f, ServerInner, 2024-08-01",
        "Microsoft.DBforPostgreSQL/flexibleServers/f/databases/d, DatabaseInner, 2024-08-01",
        "Microsoft.Insights/privateLinkScopes/p/scopedResources/r, ScopedResourceInner, 2021-07-01-preview",
        "Microsoft.Compute/virtualMachines/v, VirtualMachineInner, 2024-11-01",
    })
    void knowsModelAndVersionOf(String path, String model, String version) {
        Route route = catalog.find("PUT", GROUP + path).orElseThrow();
        assertThat(route.body().orElseThrow().getSimpleName()).isEqualTo(model);
        assertThat(route.versions()).contains(version).doesNotContain("2019-12-31");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, Microsoft.Network/virtualNetwork/v",
        "PUT, Microsoft.Network/virtualNetworks",
        "PUT, Microsoft.Network/privateDnsZones/z/virtualNetworkLinks",
        "PUT, Microsoft.Nothing/things/t",
        "POST, Microsoft.Network/virtualNetworks/v",
        "PUT, Microsoft.Servicebus/namespaces/n/queue/q",
    })
    void knowsNoSuchOperationAs(String method, String path) {
        assertThat(catalog.find(method, GROUP + path)).isEmpty();
    }

    @Test
    void everyOperationHasAVersion() {
        assertThat(catalog.find("PUT", "/subscriptions/s/resourceGroups/g")
                        .orElseThrow()
                        .versions())
                .containsExactly("2025-04-01");
    }
}
