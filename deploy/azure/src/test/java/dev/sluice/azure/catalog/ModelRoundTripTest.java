package dev.sluice.azure.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRoundTripTest {
    private static final String GROUP = "/subscriptions/s/resourceGroups/g/providers/";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Microsoft.ServiceBus/namespaces/n/queues/q | {'properties':{'lockDuration':'PT1M','defaultMessageTimeToLive':'P14D'}}",
                "Microsoft.Network/virtualNetworks/v | {'location':'x','tags':{'a':'b'},'properties':{'subnets':[{'name':'s','properties':{'defaultOutboundAccess':false}}]}}",
                "Microsoft.Web/sites/s | {'location':'x','properties':{'siteConfig':{'healthCheckPath':'/q/health/live'}}}",
                "Microsoft.Network/firewallPolicies/p/ruleCollectionGroups/r | {'properties':{'priority':200,'ruleCollections':[{'ruleCollectionType':'FirewallPolicyFilterRuleCollection','name':'a','rules':[{'ruleType':'ApplicationRule','targetFqdns':['x']}]}]}}",
            })
    void keepsWhatAzureKnows(String path, String body) throws Exception {
        assertThat(ModelRoundTrip.lost(model(path), new ObjectMapper().readTree(body.replace('\'', '"'))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Microsoft.ServiceBus/namespaces/n/queues/q | {'properties':{'lockTime':'PT1M'}} | /properties/lockTime",
                "Microsoft.ServiceBus/namespaces/n | {'publicNetworkAccess':'Disabled'} | /publicNetworkAccess",
                "Microsoft.Network/virtualNetworks/v | {'properties':{'subnets':[{'name':'s','defaultOutboundAccess':false}]}} | /properties/subnets/0/defaultOutboundAccess",
                "Microsoft.Network/firewallPolicies/p/ruleCollectionGroups/r | {'properties':{'ruleCollections':[{'ruleCollectionType':'FirewallPolicyFilterRuleCollection','rules':[{'ruleType':'NetworkRule','targetFqdns':['x']}]}]}} | /properties/ruleCollections/0/rules/0/targetFqdns",
            })
    void losesWhatItDoesNot(String path, String body, String lost) throws Exception {
        assertThat(ModelRoundTrip.lost(model(path), new ObjectMapper().readTree(body.replace('\'', '"'))))
                .singleElement()
                .asString()
                .startsWith(lost + ": ");
    }

    @Test
    void refusesATypeThatAzureWouldRefuse() throws Exception {
        var body = new ObjectMapper().readTree("{\"properties\":{\"maxDeliveryCount\":\"many\"}}");
        assertThatThrownBy(() -> ModelRoundTrip.lost(model("Microsoft.ServiceBus/namespaces/n/queues/q"), body))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Class<?> model(String path) {
        return RouteCatalog.azure()
                .find("PUT", GROUP + path)
                .orElseThrow()
                .body()
                .orElseThrow();
    }
}
