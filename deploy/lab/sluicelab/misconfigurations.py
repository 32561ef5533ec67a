"""Ways to get the network wrong, each made in the bodies that deploy.sh puts, and the row that shows it."""

import base64
import copy
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Misconfiguration:
    """`found` is the outcome that the row must have instead of, or in spite of, what it expects."""

    name: str
    row: str
    found: str
    make: object


class Workshop:
    """Changes the resources of a deployment; what is not there to be changed is an error, never passed over."""

    def __init__(self, resources, parameters):
        self.resources = resources
        self.parameters = parameters

    def region(self, number):
        return self.parameters["PRIMARY_REGION" if number == 1 else "SECONDARY_REGION"]

    def edit(self, kind, *words, change):
        """Changes the properties of each resource of a kind whose id has all these words."""
        found = [each for each in self.resources.of_type(kind) if all(word.lower() in each.id for word in words)]
        if not found:
            raise ValueError(f"there is no {kind} with {' and '.join(words)} to be misconfigured")
        for each in found:
            body = copy.deepcopy(each.body)
            change(body.setdefault("properties", {}))
            self.resources.replace(replace(each, body=body))
        return found

    def remove(self, kind, *words):
        for each in self.edit(kind, *words, change=lambda properties: None):
            self.resources.remove(each.id)

    def copy(self, kind, *words, to):
        """A copy of one resource under an id that `to` makes of its own."""
        source = self.edit(kind, *words, change=lambda properties: None)[0]
        made = replace(source, id=to(source.id), body=copy.deepcopy(source.body))
        self.resources.replace(made)
        return made

    def subnet(self, network, name, change):
        def each(properties):
            change(_named(properties["subnets"], name)["properties"])

        self.edit("Microsoft.Network/virtualNetworks", network, change=each)

    def rule(self, group, name, change):
        def each(properties):
            change(_named(properties["securityRules"], name)["properties"])

        self.edit("Microsoft.Network/networkSecurityGroups", group, change=each)

    def firewall_rule(self, region, name, change):
        def each(properties):
            rules = [rule for collection in properties["ruleCollections"] for rule in collection["rules"]]
            change(_named(rules, name))

        self.edit("Microsoft.Network/firewallPolicies/ruleCollectionGroups", region, change=each)


def _named(bodies, name):
    found = next((each for each in bodies if each["name"] == name), None)
    if found is None:
        raise ValueError(f"there is no {name}, but {', '.join(each['name'] for each in bodies)}")
    return found


def _zone_unlinked(shop):
    shop.remove("Microsoft.Network/privateDnsZones/virtualNetworkLinks", "privatelink.servicebus", shop.region(1))


def _zone_linked_to_spoke(shop):
    def change(properties):
        properties["virtualNetwork"]["id"] = properties["virtualNetwork"]["id"].replace("-hub-", "-spoke-")

    shop.edit("Microsoft.Network/privateDnsZones/virtualNetworkLinks", "privatelink.servicebus", change=change)


def _route_missing(shop):
    shop.subnet(f"spoke-{shop.region(1)}", "integration", lambda subnet: subnet.pop("routeTable"))


def _route_missing_and_open(shop):
    def change(subnet):
        del subnet["routeTable"]
        subnet["defaultOutboundAccess"] = True

    shop.subnet(f"spoke-{shop.region(1)}", "integration", change)


def _return_route_missing(shop):
    def change(properties):
        properties["routes"] = [each for each in properties["routes"] if not each["name"].startswith("spoke-")]

    shop.edit("Microsoft.Network/routeTables", "routes-firewall", shop.region(2), change=change)


def _workload_route_missing(shop):
    def change(properties):
        properties["routes"] = [each for each in properties["routes"] if each["name"] != "endpoints"]

    shop.edit("Microsoft.Network/routeTables", "routes-workload", shop.region(1), change=change)


def _deny_all_missing(shop):
    def change(properties):
        properties["securityRules"] = [
            each for each in properties["securityRules"] if each["name"] != "deny-all-inbound"
        ]

    shop.edit("Microsoft.Network/networkSecurityGroups", "nsg-endpoint", shop.region(1), change=change)


def _source_widened(shop):
    def change(rule):
        for each in ("sourceAddressPrefix", "sourceAddressPrefixes"):
            rule.pop(each, None)
        rule["sourceAddressPrefix"] = "VirtualNetwork"

    shop.rule(f"nsg-endpoint-{shop.region(1)}", "allow-servicebus", change)


def _port_widened(shop):
    def change(rule):
        for each in ("destinationPortRange", "destinationPortRanges"):
            rule.pop(each, None)
        rule["destinationPortRange"] = "*"

    shop.rule(f"nsg-endpoint-{shop.region(1)}", "allow-servicebus", change)


def _group_missing(shop):
    shop.subnet(f"spoke-{shop.region(1)}", "integration", lambda subnet: subnet.pop("networkSecurityGroup"))


def _firewall_rule_widened(shop):
    rule = f"servicebus-to-{shop.region(2)}"
    shop.firewall_rule(shop.region(1), rule, lambda each: each.update(sourceAddresses=["10.0.0.0/8"]))


def _firewall_ports_widened(shop):
    rule = f"servicebus-to-{shop.region(2)}"
    shop.firewall_rule(shop.region(1), rule, lambda each: each.update(destinationPorts=["*"]))


def _allowlist_too_wide(shop):
    shop.firewall_rule(shop.region(1), "functions", lambda each: each.update(targetFqdns=["*"]))


def _scm_allowed(shop):
    shop.firewall_rule(shop.region(1), "sites", lambda each: each.update(targetFqdns=["*.azurewebsites.net"]))


def _not_translated(shop):
    def change(properties):
        properties["snat"] = {"privateRanges": ["IANAPrivateRanges"]}

    shop.edit("Microsoft.Network/firewallPolicies", "policy", change=change)


def _hubs_not_peered(shop):
    shop.remove(
        "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
        f"hub-{shop.region(1)}/",
        f"/to-sluice-hub-{shop.region(2)}",
    )


def _spokes_peered(shop):
    for here, there in ((1, 2), (2, 1)):
        near, far = f"spoke-{shop.region(here)}", f"spoke-{shop.region(there)}"
        hub = f"hub-{shop.region(here)}"
        kind = "Microsoft.Network/virtualNetworks/virtualNetworkPeerings"
        made = shop.copy(kind, f"{near}/", to=lambda each: f"{each}-directly")
        remote = made.body["properties"]["remoteVirtualNetwork"]
        remote["id"] = remote["id"].replace(hub, far).replace(f"-{shop.region(here)}/", f"-{shop.region(there)}/")


def _public_access(kind, *words):
    def make(shop):
        def change(properties):
            holder = properties["network"] if "network" in properties else properties
            if holder.get("publicNetworkAccess") != "Disabled":
                raise ValueError(f"{kind} is not closed to begin with")
            holder["publicNetworkAccess"] = "Enabled"

        shop.edit(kind, *words, change=change)

    return make


def _policies_off(shop):
    shop.subnet(
        f"spoke-{shop.region(1)}", "endpoint", lambda subnet: subnet.update(privateEndpointNetworkPolicies="Disabled")
    )


def _zone_group_missing(shop):
    shop.remove("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", shop.parameters["PRIMARY_NAMESPACE"])


def _spoke_asks_azure(shop):
    shop.edit(
        "Microsoft.Network/virtualNetworks",
        f"spoke-{shop.region(1)}",
        change=lambda properties: properties["dhcpOptions"].update(dnsServers=[]),
    )


def _forwarder_refuses_spokes(shop):
    spoke = shop.parameters["PRIMARY_SPOKE_SPACE"]

    def change(properties):
        profile = properties["osProfile"]
        text = base64.b64decode(profile["customData"]).decode()
        if spoke not in text:
            raise ValueError("the forwarder's file does not name the spoke")
        profile["customData"] = base64.b64encode(text.replace(f"{spoke};", "").encode()).decode()

    shop.edit("Microsoft.Compute/virtualMachines", "-dns-", shop.region(1), change=change)


ALL = [
    Misconfiguration("zone unlinked", "dns-site", "PUBLIC", _zone_unlinked),
    Misconfiguration(
        "zone linked to the spokes instead of the hubs", "dns-past-forwarder", "PRIVATE", _zone_linked_to_spoke
    ),
    Misconfiguration("route to the firewall missing", "sb-2-from-region-1", "NOROUTE", _route_missing),
    Misconfiguration(
        "route to the firewall missing, default outbound access on",
        "out-site-forbidden",
        "OPEN",
        _route_missing_and_open,
    ),
    Misconfiguration("return route missing", "sb-2-from-region-1", "TIMEOUT", _return_route_missing),
    Misconfiguration(
        "route from workload to the endpoints missing", "scm-1-workload-bare", "DENIED", _workload_route_missing
    ),
    Misconfiguration("deny-all missing in a security group", "sb-1-hub", "OPEN", _deny_all_missing),
    Misconfiguration("source widened in a security group", "sb-1-hub", "OPEN", _source_widened),
    Misconfiguration("port widened in a security group", "sb-1-wrong-port-bare", "REFUSED", _port_widened),
    Misconfiguration(
        "security group missing on the integration subnet", "producer-1-loopback", "REFUSED", _group_missing
    ),
    Misconfiguration("source widened in a firewall rule", "sb-2-workload-1-bare", "DENIED", _firewall_rule_widened),
    Misconfiguration("port widened in a firewall rule", "sb-2-wrong-port-bare", "DENIED", _firewall_ports_widened),
    Misconfiguration("allowlist too wide", "out-site-forbidden", "OPEN", _allowlist_too_wide),
    Misconfiguration("scm let through by a wildcard", "scm-1-workload", "OPEN", _scm_allowed),
    Misconfiguration(
        "firewall keeps the client's address on the way to an endpoint", "sb-2-from-region-1", "DENIED", _not_translated
    ),
    Misconfiguration("hubs peered on one side only", "sb-2-from-region-1", "NOROUTE", _hubs_not_peered),
    Misconfiguration("spokes peered directly", "sb-2-from-region-1", "DENIED", _spokes_peered),
    Misconfiguration(
        "namespace with public access", "sb-1-outside", "OPEN", _public_access("Microsoft.ServiceBus/namespaces")
    ),
    Misconfiguration(
        "database with public access",
        "db-1-outside",
        "OPEN",
        _public_access("Microsoft.DBforPostgreSQL/flexibleServers"),
    ),
    Misconfiguration(
        "storage with public access", "blob-1-outside", "OPEN", _public_access("Microsoft.Storage/storageAccounts")
    ),
    Misconfiguration("site with public access", "producer-1-outside", "OPEN", _public_access("Microsoft.Web/sites")),
    Misconfiguration("network policies off for endpoints", "sb-1-hub", "OPEN", _policies_off),
    Misconfiguration("endpoint without its zone", "dns-site", "NXDOMAIN", _zone_group_missing),
    Misconfiguration("spoke without the forwarders", "dns-site", "PUBLIC", _spoke_asks_azure),
    Misconfiguration("forwarder that does not answer the spoke", "dns-site", "REFUSED", _forwarder_refuses_spokes),
]
