"""Reads a deployment's ARM bodies into what Azure makes of them."""

from ipaddress import ip_address

from .arm import key, ref
from .azure import (
    Azure,
    Endpoint,
    Firewall,
    FirewallRule,
    Machine,
    Network,
    PublicName,
    Route,
    RouteTable,
    Rule,
    SecurityGroup,
    Subnet,
    Zone,
    prefix,
)

# What every network security group ends with.
DEFAULT_RULES = [
    Rule("AllowVnetInBound", 65000, True, True, "*", ["VirtualNetwork"], ["VirtualNetwork"], ["*"]),
    Rule("AllowAzureLoadBalancerInBound", 65001, True, True, "*", ["AzureLoadBalancer"], ["*"], ["*"]),
    Rule("DenyAllInBound", 65500, True, False, "*", ["*"], ["*"], ["*"]),
    Rule("AllowVnetOutBound", 65000, False, True, "*", ["VirtualNetwork"], ["VirtualNetwork"], ["*"]),
    Rule("AllowInternetOutBound", 65001, False, True, "*", ["*"], ["Internet"], ["*"]),
    Rule("DenyAllOutBound", 65500, False, False, "*", ["*"], ["*"], ["*"]),
]
FIRST_ADDRESS = 4
# What a firewall does not translate unless told otherwise.
PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]


def read(resources):
    """The whole deployment; raises ValueError where a body leaves out what the network depends on."""
    networks = {each.id: _network(each, resources) for each in resources.of_type("Microsoft.Network/virtualNetworks")}
    _peer(networks, resources)
    azure = Azure(
        networks=networks,
        groups={each.id: _group(each) for each in resources.of_type("Microsoft.Network/networkSecurityGroups")},
        tables={each.id: _table(each, resources) for each in resources.of_type("Microsoft.Network/routeTables")},
        firewalls=[],
        zones=_zones(resources),
        endpoints=[],
        machines=[],
        public_names=[],
    )
    azure.firewalls = [
        _firewall(each, azure, resources) for each in resources.of_type("Microsoft.Network/azureFirewalls")
    ]
    azure.machines = [
        each
        for each in (_machine(vm, resources) for vm in resources.of_type("Microsoft.Compute/virtualMachines"))
        if each
    ]
    azure.endpoints = _endpoints(azure, resources)
    azure.public_names = _public_names(azure, resources)
    return azure


def _list(properties, singular, plural):
    values = list(properties.get(plural) or [])
    if properties.get(singular) not in (None, ""):
        values.insert(0, properties[singular])
    return values


def _network(resource, resources):
    properties = resource.properties
    spaces = [prefix(each) for each in properties["addressSpace"]["addressPrefixes"]]
    subnets = [_subnet(each["name"], each["properties"], resource.id) for each in properties.get("subnets") or []]
    for child in resources.of_type("Microsoft.Network/virtualNetworks/subnets"):
        if child.parent == resource.id:
            subnets.append(_subnet(child.name, child.properties, resource.id))
    return Network(
        resource.id, resource.name, spaces, (properties.get("dhcpOptions") or {}).get("dnsServers") or [], subnets
    )


def _subnet(name, properties, network):
    policies = properties.get("privateEndpointNetworkPolicies", "Disabled")
    return Subnet(
        id=f"{network}/subnets/{name.lower()}",
        name=name,
        network=network,
        prefix=prefix(properties.get("addressPrefix") or properties["addressPrefixes"][0]),
        group=ref(properties.get("networkSecurityGroup")),
        table=ref(properties.get("routeTable")),
        endpoint_group=policies in ("Enabled", "NetworkSecurityGroupEnabled"),
        endpoint_routes=policies in ("Enabled", "RouteTableEnabled"),
        default_outbound=properties.get("defaultOutboundAccess", True),
    )


def _peer(networks, resources):
    """A peering carries packets once both sides have it and allow access."""
    halves = set()
    for each in resources.of_type("Microsoft.Network/virtualNetworks/virtualNetworkPeerings"):
        if each.properties.get("allowVirtualNetworkAccess", True):
            halves.add((each.parent, ref(each.properties["remoteVirtualNetwork"])))
    for near, far in halves:
        if (far, near) in halves and near in networks and far in networks:
            networks[near].peers.add(far)


def _group(resource):
    rules = []
    for each in resource.properties.get("securityRules") or []:
        properties = each["properties"]
        rules.append(
            Rule(
                name=each["name"],
                priority=properties["priority"],
                inbound=properties["direction"] == "Inbound",
                allow=properties["access"] == "Allow",
                protocol=properties["protocol"],
                sources=_list(properties, "sourceAddressPrefix", "sourceAddressPrefixes"),
                destinations=_list(properties, "destinationAddressPrefix", "destinationAddressPrefixes"),
                ports=_list(properties, "destinationPortRange", "destinationPortRanges"),
            )
        )
    return SecurityGroup(resource.id, resource.name, sorted(rules + DEFAULT_RULES, key=lambda rule: rule.priority))


def _table(resource, resources):
    properties = resource.properties
    bodies = [each["properties"] for each in properties.get("routes") or []]
    bodies += [
        each.properties
        for each in resources.of_type("Microsoft.Network/routeTables/routes")
        if each.parent == resource.id
    ]
    routes = []
    for each in bodies:
        address = each.get("nextHopIpAddress")
        routes.append(
            Route(prefix(each["addressPrefix"]), each["nextHopType"], ip_address(address) if address else None)
        )
    return RouteTable(resource.id, resource.name, routes, not properties.get("disableBgpRoutePropagation", False))


def _zones(resources):
    zones = []
    for each in resources.of_type("Microsoft.Network/privateDnsZones"):
        links = resources.of_type("Microsoft.Network/privateDnsZones/virtualNetworkLinks")
        networks = {ref(link.properties["virtualNetwork"]) for link in links if link.parent == each.id}
        zones.append(Zone(each.id, each.name.lower(), networks))
    return zones


def _firewall(resource, azure, resources):
    properties = resource.properties
    subnet = ref(properties["ipConfigurations"][0]["properties"]["subnet"])
    policy = ref(properties.get("firewallPolicy"))
    rules = []
    for group in resources.of_type("Microsoft.Network/firewallPolicies/ruleCollectionGroups"):
        if group.parent == policy:
            for collection in group.properties.get("ruleCollections") or []:
                rules += _firewall_rules(group.properties["priority"], collection, resources)
    # Network rules are looked at before application rules, whatever their priorities.
    rules.sort(key=lambda rule: (rule.application, rule.priority))
    snat = (resources.find(policy).properties.get("snat") if policy and resources.find(policy) else None) or {}
    ranges = [each for each in snat.get("privateRanges") or PRIVATE_RANGES if each != "IANAPrivateRanges"]
    if "IANAPrivateRanges" in (snat.get("privateRanges") or []):
        ranges += PRIVATE_RANGES
    return Firewall(resource.id, resource.name, subnet, azure.subnets[subnet].address(FIRST_ADDRESS), rules, ranges)


def _firewall_rules(group_priority, collection, resources):
    allow = collection["action"]["type"] == "Allow"
    for rule in collection.get("rules") or []:
        application = rule["ruleType"] == "ApplicationRule"
        yield FirewallRule(
            name=rule["name"],
            priority=(group_priority, collection["priority"]),
            application=application,
            allow=allow,
            protocols=["TCP"] if application else rule["ipProtocols"],
            sources=list(rule.get("sourceAddresses") or []) + _ip_groups(rule.get("sourceIpGroups"), resources),
            destinations=list(rule.get("destinationAddresses") or [])
            + _ip_groups(rule.get("destinationIpGroups"), resources),
            ports=[str(each["port"]) for each in rule["protocols"]] if application else rule["destinationPorts"],
            names=list(rule.get("targetFqdns") or []) if application else list(rule.get("destinationFqdns") or []),
        )


def _ip_groups(ids, resources):
    return [address for each in ids or [] for address in resources.find(each).properties["ipAddresses"]]


def _machine(resource, resources):
    interfaces = resource.properties["networkProfile"]["networkInterfaces"]
    interface = resources.find(interfaces[0]["id"])
    if interface is None:
        return None
    configuration = interface.properties["ipConfigurations"][0]["properties"]
    address = configuration.get("privateIPAddress")
    profile = resource.properties.get("osProfile") or {}
    return Machine(
        resource.name, ref(configuration["subnet"]), ip_address(address) if address else None, profile.get("customData")
    )


def _endpoints(azure, resources):
    """Endpoints with their fixed addresses, or those that Azure would hand out, in the order of the bodies."""
    taken = {each.address for each in azure.machines if each.address}
    bodies = resources.of_type("Microsoft.Network/privateEndpoints")
    fixed = [each["properties"] for body in bodies for each in body.properties.get("ipConfigurations") or []]
    taken |= {ip_address(each["privateIPAddress"]) for each in fixed}
    endpoints = []
    for body in bodies:
        properties = body.properties
        subnet = azure.subnets[ref(properties["subnet"])]
        connections = (
            properties.get("privateLinkServiceConnections") or properties["manualPrivateLinkServiceConnections"]
        )
        target = connections[0]["properties"]
        own = properties.get("ipConfigurations") or []
        if own:
            address = ip_address(own[0]["properties"]["privateIPAddress"])
        else:
            address = next(each for each in list(subnet.prefix)[FIRST_ADDRESS:-1] if each not in taken)
            taken.add(address)
        group = (target.get("groupIds") or [""])[0]
        endpoints.append(
            Endpoint(
                body.id,
                body.name,
                subnet.id,
                address,
                key(target["privateLinkServiceId"]),
                group,
                _names(body, target, group, azure, resources),
            )
        )
    return endpoints


def _names(endpoint, target, group, azure, resources):
    """The records that the endpoint's zone group makes: one for the resource, and for a site one for its scm too."""
    resource = target["privateLinkServiceId"].rsplit("/", 1)[-1].lower()
    zones = {each.id: each.name for each in azure.zones}
    names = []
    if group == "azuremonitor":
        return names  # its names are Azure's own, and many: nobody here asks for them
    for each in resources.of_type("Microsoft.Network/privateEndpoints/privateDnsZoneGroups"):
        if each.parent != endpoint.id:
            continue
        for configuration in each.properties["privateDnsZoneConfigs"]:
            zone = zones.get(ref({"id": configuration["properties"]["privateDnsZoneId"]}))
            if zone:
                names.append((zone, resource))
                if group == "sites":
                    names.append((zone, f"{resource}.scm"))
    return names


def _public_names(azure, resources):
    names = []
    for endpoint in azure.endpoints:
        target = resources.find(endpoint.target)
        properties = target.properties if target else {}
        access = properties.get("publicNetworkAccess") or (properties.get("network") or {}).get("publicNetworkAccess")
        for zone, name in endpoint.names:
            public = f"{name}.{zone.removeprefix('privatelink.')}"
            if all(each.name != public for each in names):
                names.append(PublicName(public, zone, endpoint.target, access != "Disabled"))
    return names
