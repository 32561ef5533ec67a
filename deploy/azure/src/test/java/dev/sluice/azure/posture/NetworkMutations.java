package dev.sluice.azure.posture;

import java.util.List;

/** Mistakes in networks, firewalls and name resolution. */
final class NetworkMutations {
    private NetworkMutations() {}

    static List<Mutation> all() {
        return List.of(
                new Mutation(
                        "every subnet but the firewall's has a security group",
                        "lib/network.sh",
                        "agent \"${here[agent_subnet]}\" hub agent",
                        "agent \"${here[agent_subnet]}\" hub",
                        "network"),
                new Mutation(
                        "every security group ends in deny, inbound and outbound",
                        "lib/security.sh",
                        "deny(\"Outbound\"; \"deny-all-outbound\")]",
                        "deny(\"Outbound\"; \"deny-all-outbound\") | .properties.priority = 4000]",
                        "network"),
                new Mutation(
                        "no subnet has default outbound access",
                        "lib/network.sh",
                        "\"defaultOutboundAccess\":false",
                        "\"defaultOutboundAccess\":true",
                        "network"),
                new Mutation(
                        "network policies hold for private endpoints, too",
                        "lib/network.sh",
                        "\"privateEndpointNetworkPolicies\":\"Enabled\"",
                        "\"privateEndpointNetworkPolicies\":\"Disabled\"",
                        "network"),
                new Mutation(
                        "every subnet but the firewall's sends everything to its region's firewall",
                        "lib/network.sh",
                        "route_table_put hub true <<EOF\ndefault 0.0.0.0/0 ${here[firewall_address]}",
                        "route_table_put hub true <<EOF\ndefault 0.0.0.0/0 ${there[firewall_address]}",
                        "network"),
                new Mutation(
                        "firewalls send what is the other region's to its firewall",
                        "lib/network.sh",
                        "spoke-${there[region]} ${there[spoke_space]} ${there[firewall_address]}\n",
                        "",
                        "network"),
                new Mutation(
                        "no gateway changes the routes of a spoke",
                        "lib/network.sh",
                        "route_table_put spoke false",
                        "route_table_put spoke true",
                        "network"),
                new Mutation(
                        "the integration subnets, and no others, are Azure Functions'",
                        "lib/network.sh",
                        "spoke integration Microsoft.Web/serverFarms",
                        "spoke integration Microsoft.Web/hostingEnvironments",
                        "network"),
                new Mutation(
                        "hub and spoke, and both hubs, are peered both ways",
                        "lib/network.sh",
                        "\"allowForwardedTraffic\":true",
                        "\"allowForwardedTraffic\":false",
                        "peering"),
                new Mutation(
                        "no spoke is peered with another, nor uses a gateway",
                        "lib/network.sh",
                        "peering_put \"${here[spoke]}\" \"${here[hub]}\" false $transit\n",
                        "peering_put \"${here[spoke]}\" \"${here[hub]}\" false $transit\n  peering_put \"${here[spoke]}\" \"${there[spoke]}\"\n",
                        "peering"),
                new Mutation(
                        "hubs ask Azure's own name server",
                        "lib/network.sh",
                        "network_put \"${here[hub]}\" \"${here[hub_space]}\" \"\"",
                        "network_put \"${here[hub]}\" \"${here[hub_space]}\" \"${here[forwarders]}\"",
                        "network"),
                new Mutation(
                        "spokes ask their region's two forwarders",
                        "lib/network.sh",
                        "network_put \"${here[spoke]}\" \"${here[spoke_space]}\" \"${here[forwarders]}\"",
                        "network_put \"${here[spoke]}\" \"${here[spoke_space]}\" \"${there[forwarders]}\"",
                        "network"),
                new Mutation(
                        "the endpoints' Service Bus is open to the integration subnet and the firewall only",
                        "lib/security.sh",
                        "Inbound allow-servicebus Tcp ${here[integration_subnet]} ",
                        "Inbound allow-servicebus Tcp ${here[integration_subnet]},${here[workload_subnet]} ",
                        "network"),
                new Mutation(
                        "the endpoints' database is open to the integration and agent subnets and the firewall only",
                        "lib/security.sh",
                        "Inbound allow-database Tcp ${here[integration_subnet]},${here[agent_subnet]}",
                        "Inbound allow-database Tcp ${here[integration_subnet]},${there[agent_subnet]}",
                        "network"),
                new Mutation(
                        "only integration subnets send to Service Bus, to both regions'",
                        "lib/security.sh",
                        "${here[namespace_address]},${there[namespace_address]} 5671,443",
                        "${here[namespace_address]} 5671,443",
                        "network"),
                new Mutation(
                        "only integration and agent subnets send to databases",
                        "lib/security.sh",
                        "Outbound allow-sites Tcp ${here[workload_subnet]} $(with_commas \"${here[site_addresses]}\") 443",
                        "Outbound allow-sites Tcp ${here[workload_subnet]} $(with_commas \"${here[site_addresses]}\") 443,5432",
                        "network"),
                new Mutation(
                        "nobody connects to integration, agent or workload subnets, but sites to a collector",
                        "lib/security.sh",
                        "nsg_put agent <<EOF\n",
                        "nsg_put agent <<EOF\nInbound allow-monitor Tcp ${here[dns_subnet]} ${here[agent_subnet]} 9100\n",
                        "network"),
                new Mutation(
                        "nothing goes out of the endpoint subnet",
                        "lib/security.sh",
                        "Inbound allow-storage Tcp",
                        "Outbound allow-answers Tcp ${here[endpoint_subnet]} ${here[integration_subnet]} 443\nInbound allow-storage Tcp",
                        "network"),
                new Mutation(
                        "nothing comes in from anywhere",
                        "lib/security.sh",
                        "Inbound allow-storage Tcp ${here[integration_subnet]} ",
                        "Inbound allow-storage Tcp VirtualNetwork ",
                        "network"),
                new Mutation(
                        "what goes to the internet goes by 80 and 443 only",
                        "lib/security.sh",
                        "Outbound allow-internet Tcp ${here[integration_subnet]} Internet 443",
                        "Outbound allow-internet Tcp ${here[integration_subnet]} Internet 443,8883",
                        "network"),
                new Mutation(
                        "no rule opens remote administration or a range of ports",
                        "lib/security.sh",
                        "Inbound allow-storage Tcp ${here[integration_subnet]} $(with_commas \"${here[storage_addresses]}\") 443",
                        "Inbound allow-storage Tcp ${here[integration_subnet]} $(with_commas \"${here[storage_addresses]}\") 443-445",
                        "network"),
                new Mutation(
                        "forwarders are asked by their hub, their spoke and on-premises only",
                        "lib/security.sh",
                        "clients=$(with_commas \"${here[hub_space]}\" \"${here[spoke_space]}\" ",
                        "clients=$(with_commas \"${here[hub_space]}\" ",
                        "network"),
                new Mutation(
                        "Service Bus of the other region is for integration subnets only, both ways, at both firewalls",
                        "lib/firewall.sh",
                        "servicebus-from-${there[region]} TCP ${there[integration_subnet]} ${here[namespace_address]} 5671,443\n",
                        "",
                        "firewall"),
                new Mutation(
                        "the database of the other region is for integration subnets only, both ways, at both firewalls",
                        "lib/firewall.sh",
                        "database-to-${there[region]} TCP ${here[integration_subnet]}",
                        "database-to-${there[region]} TCP ${here[workload_subnet]}",
                        "firewall"),
                new Mutation(
                        "what known attackers send is refused",
                        "lib/firewall.sh",
                        "threatIntelMode: \"Deny\"",
                        "threatIntelMode: \"Alert\"",
                        "firewall"),
                new Mutation(
                        "network rules name prefixes and single ports",
                        "lib/firewall.sh",
                        "dns-from-onpremises TCP,UDP $(with_commas \"$ONPREMISES_SPACES\") ${here[dns_subnet]} 53",
                        "dns-from-onpremises TCP,UDP * ${here[dns_subnet]} 53",
                        "firewall"),
                new Mutation(
                        "application rules name hosts, for web traffic only",
                        "lib/firewall.sh",
                        "functions Https:443 ${here[integration_subnet]} $(with_commas \"$ALLOW_FUNCTIONS\")",
                        "functions Https:443 ${here[integration_subnet]} $(with_commas \"$ALLOW_FUNCTIONS\"),*.windows.net",
                        "firewall"),
                new Mutation(
                        "application rules are for the region's own subnets and on-premises",
                        "lib/firewall.sh",
                        "sites Https:443 $clients",
                        "sites Https:443 $clients,${there[workload_subnet]}",
                        "firewall"),
                new Mutation(
                        "no rule leads to a site's deployment endpoint",
                        "lib/firewall.sh",
                        "${here[consumer]}.azurewebsites.net\n",
                        "${here[consumer]}.azurewebsites.net,${here[consumer]}.scm.azurewebsites.net\n",
                        "firewall"),
                new Mutation(
                        "forwarders, agents and workload reach the system's package mirrors",
                        "lib/firewall.sh",
                        "${here[dns_subnet]},${here[agent_subnet]},${here[workload_subnet]} $(with_commas \"$ALLOW_OS\")",
                        "${here[dns_subnet]},${here[agent_subnet]} $(with_commas \"$ALLOW_OS\")",
                        "firewall"),
                new Mutation(
                        "the apps reach the sign-in, by name",
                        "parameters.env",
                        "ALLOW_FUNCTIONS=\"login.microsoftonline.com ",
                        "ALLOW_FUNCTIONS=\"",
                        "firewall"),
                new Mutation(
                        "nothing is let in from outside",
                        "lib/firewall.sh",
                        "ruleCollectionType: \"FirewallPolicyFilterRuleCollection\"",
                        "ruleCollectionType: \"FirewallPolicyNatRuleCollection\"",
                        "firewall"),
                new Mutation(
                        "what goes to a region's own endpoints carries the firewall's address",
                        "lib/firewall.sh",
                        "\"${here[hub_space]}\" \"${here[workload_subnet]}\"",
                        "\"${here[hub_space]}\" \"${here[spoke_space]}\"",
                        "firewall"),
                new Mutation(
                        "firewalls tell the workspace what they did",
                        "lib/firewall.sh",
                        "\"AZFWThreatIntel\", ",
                        "",
                        "firewall"),
                new Mutation(
                        "firewalls stand in three zones",
                        "parameters.env",
                        "ZONES=\"1 2 3\"",
                        "ZONES=\"1 2\"",
                        "firewall"),
                new Mutation(
                        "every private zone is linked to both hubs, and to nothing else",
                        "lib/dns.sh",
                        "\"$tags\" \"${here[hub]}\"",
                        "\"$tags\" \"${here[spoke]}\"",
                        "dns"),
                new Mutation(
                        "no zone takes in machines' names",
                        "lib/dns.sh",
                        "\"registrationEnabled\":false",
                        "\"registrationEnabled\":true",
                        "dns"),
                new Mutation(
                        "two forwarders stand in each region, in different zones",
                        "lib/forwarder.sh",
                        "\"$(zone_of $number)\"",
                        "\"$(zone_of 1)\"",
                        "forwarder"),
                new Mutation(
                        "forwarders have addresses that don't change",
                        "lib/machine.sh",
                        "\"privateIPAllocationMethod\":\"Static\"",
                        "\"privateIPAllocationMethod\":\"Dynamic\"",
                        "forwarder"),
                new Mutation(
                        "forwarders answer their hub and spoke",
                        "lib/forwarder.sh",
                        "$PRIMARY_HUB_SPACE $PRIMARY_SPOKE_SPACE ",
                        "$PRIMARY_HUB_SPACE ",
                        "forwarder"),
                new Mutation(
                        "forwarders ask Azure's name server, and nobody else",
                        "forwarder/cloud-init.yaml",
                        "forwarders { 168.63.129.16; };",
                        "forwarders { 168.63.129.16; 8.8.8.8; };",
                        "forwarder"));
    }
}
