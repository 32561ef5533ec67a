"""Effective routes of a subnet, by Azure's rules."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, ip_network

EVERYTHING = ip_network("0.0.0.0/0")


@dataclass(frozen=True)
class Effective:
    """Where a subnet's packets go: kind is direct, appliance, gateway, internet or none."""

    prefix: IPv4Network
    kind: str
    address: IPv4Address | None = None


def effective(azure, subnet, on_premises=(), gateway_networks=()):
    """
    One route for each prefix. A user's route wins over a gateway's, and that over the system's. `on_premises` are the
    prefixes that a gateway tells the networks in `gateway_networks` (ids).
    """
    network = azure.networks[subnet.network]
    table = azure.tables.get(subnet.table)
    chosen = {}
    if subnet.default_outbound:
        chosen[EVERYTHING] = Effective(EVERYTHING, "internet")
    else:
        chosen[EVERYTHING] = Effective(EVERYTHING, "none")
    for each in azure.visible(network):
        for space in each.spaces:
            chosen[space] = Effective(space, "direct")
    if subnet.network in gateway_networks and (table is None or table.propagate):
        for each in on_premises:
            chosen[each] = Effective(each, "gateway")
    for route in table.routes if table else []:
        chosen[route.prefix] = _user_route(azure, network, route)
    for each in _endpoint_routes(azure, network, table):
        chosen[each.prefix] = each
    return sorted(chosen.values(), key=lambda route: route.prefix)


def _user_route(azure, network, route):
    if route.hop == "VirtualAppliance":
        # An appliance that is neither in this network nor in a peered one can't be reached: packets go nowhere.
        if any(each.holds(route.address) for each in azure.visible(network)):
            return Effective(route.prefix, "appliance", route.address)
        return Effective(route.prefix, "none")
    kinds = {"VnetLocal": "direct", "Internet": "internet", "VirtualNetworkGateway": "gateway"}
    return Effective(route.prefix, kinds.get(route.hop, "none"))


def _endpoint_routes(azure, network, table):
    """
    Azure gives every subnet here and next door a /32 for each private endpoint, past the user's routes, unless route
    policies are on for the endpoint's subnet and a user's route is at least as long as the network's address space.
    """
    subnets = azure.subnets
    for endpoint in azure.endpoints:
        subnet = subnets[endpoint.subnet]
        if subnet.network != network.id and subnet.network not in network.peers:
            continue
        space = next(each for each in azure.networks[subnet.network].spaces if endpoint.address in each)
        overruled = subnet.endpoint_routes and any(
            endpoint.address in route.prefix and route.prefix.prefixlen >= space.prefixlen
            for route in (table.routes if table else [])
        )
        if not overruled:
            yield Effective(ip_network(f"{endpoint.address}/32"), "direct")
