"""A small deployment in the shape of deploy.sh's dry run."""

import json

SCOPE = "/subscriptions/0/resourceGroups/g/providers"
NETWORK = f"{SCOPE}/Microsoft.Network"


def put(path, body):
    return json.dumps({"method": "PUT", "url": f"{SCOPE}/{path}", "apiVersion": "2024-07-01", "body": body})


def rule(name, priority, direction, access, source, destination, port):
    return {
        "name": name,
        "properties": {
            "priority": priority,
            "direction": direction,
            "access": access,
            "protocol": "Tcp",
            "sourceAddressPrefix": source,
            "destinationAddressPrefix": destination,
            "destinationPortRange": port,
        },
    }


def subnet(name, prefix, **more):
    return {
        "name": name,
        "properties": {
            "addressPrefix": prefix,
            "defaultOutboundAccess": False,
            "privateEndpointNetworkPolicies": "Enabled",
            **more,
        },
    }


def lines(routes=(), subnet_more=None, endpoint_more=None):
    """A hub with a firewall and a spoke with a site's subnet and one private endpoint, peered."""
    table = {"routeTable": {"id": f"{NETWORK}/routeTables/spoke"}}
    group = {"networkSecurityGroup": {"id": f"{NETWORK}/networkSecurityGroups/sites"}}
    hub = {
        "addressSpace": {"addressPrefixes": ["10.1.0.0/22"]},
        "subnets": [subnet("AzureFirewallSubnet", "10.1.0.0/26")],
    }
    spoke = {
        "addressSpace": {"addressPrefixes": ["10.1.4.0/22"]},
        "dhcpOptions": {"dnsServers": ["10.1.1.4"]},
        "subnets": [
            subnet("sites", "10.1.6.0/26", **{**table, **group, **(subnet_more or {})}),
            subnet("endpoint", "10.1.5.0/25", **(endpoint_more or {})),
        ],
    }
    default = {
        "name": "default",
        "properties": {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.1.0.4"},
    }
    return [
        put(
            "Microsoft.Network/networkSecurityGroups/sites",
            {
                "properties": {
                    "securityRules": [
                        rule("allow-bus", 100, "Outbound", "Allow", "10.1.6.0/26", "10.1.5.4/32", "5671"),
                        rule("deny-all", 4096, "Outbound", "Deny", "*", "*", "*"),
                    ]
                }
            },
        ),
        put("Microsoft.Network/routeTables/spoke", {"properties": {"routes": [default, *routes]}}),
        put("Microsoft.Network/virtualNetworks/hub", {"properties": hub}),
        put("Microsoft.Network/virtualNetworks/spoke", {"properties": spoke}),
        *(
            put(
                f"Microsoft.Network/virtualNetworks/{near}/virtualNetworkPeerings/to-{far}",
                {
                    "properties": {
                        "remoteVirtualNetwork": {"id": f"{NETWORK}/virtualNetworks/{far}"},
                        "allowVirtualNetworkAccess": True,
                    }
                },
            )
            for near, far in (("hub", "spoke"), ("spoke", "hub"))
        ),
        put("Microsoft.Network/privateDnsZones/privatelink.servicebus.windows.net", {}),
        put(
            "Microsoft.Network/privateDnsZones/privatelink.servicebus.windows.net/virtualNetworkLinks/hub",
            {"properties": {"virtualNetwork": {"id": f"{NETWORK}/virtualNetworks/hub"}}},
        ),
        put("Microsoft.ServiceBus/namespaces/orders", {"properties": {"publicNetworkAccess": "Disabled"}}),
        put(
            "Microsoft.Network/privateEndpoints/bus",
            {
                "properties": {
                    "subnet": {"id": f"{NETWORK}/virtualNetworks/spoke/subnets/endpoint"},
                    "privateLinkServiceConnections": [
                        {
                            "name": "x",
                            "properties": {
                                "privateLinkServiceId": f"{SCOPE}/Microsoft.ServiceBus/namespaces/orders",
                                "groupIds": ["namespace"],
                            },
                        }
                    ],
                }
            },
        ),
        put(
            "Microsoft.Network/privateEndpoints/bus/privateDnsZoneGroups/default",
            {
                "properties": {
                    "privateDnsZoneConfigs": [
                        {
                            "name": "z",
                            "properties": {
                                "privateDnsZoneId": f"{NETWORK}/privateDnsZones/privatelink.servicebus.windows.net"
                            },
                        }
                    ]
                }
            },
        ),
        put("Microsoft.Network/firewallPolicies/policy", {"properties": {}}),
        put(
            "Microsoft.Network/azureFirewalls/firewall",
            {
                "properties": {
                    "firewallPolicy": {"id": f"{NETWORK}/firewallPolicies/policy"},
                    "ipConfigurations": [
                        {"properties": {"subnet": {"id": f"{NETWORK}/virtualNetworks/hub/subnets/AzureFirewallSubnet"}}}
                    ],
                }
            },
        ),
    ]
