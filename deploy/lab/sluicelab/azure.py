"""What Azure makes of a deployment's resources, as far as packets and names are concerned."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network


@dataclass
class Rule:
    """A rule of a network security group; prefixes may be service tags."""

    name: str
    priority: int
    inbound: bool
    allow: bool
    protocol: str
    sources: list
    destinations: list
    ports: list


@dataclass
class SecurityGroup:
    id: str
    name: str
    rules: list


@dataclass
class Route:
    """A user-defined route. `hop` is Azure's nextHopType, `address` that of a virtual appliance."""

    prefix: IPv4Network
    hop: str
    address: IPv4Address | None


@dataclass
class RouteTable:
    id: str
    name: str
    routes: list
    propagate: bool


@dataclass
class Subnet:
    id: str
    name: str
    network: str
    prefix: IPv4Network
    group: str | None
    table: str | None
    endpoint_group: bool
    endpoint_routes: bool
    default_outbound: bool

    def address(self, number):
        """The address with that number in the subnet; Azure keeps 0 to 3 for itself."""
        return self.prefix[number]


@dataclass
class Network:
    id: str
    name: str
    spaces: list
    dns: list
    subnets: list
    peers: set = field(default_factory=set)

    def holds(self, address):
        return any(address in space for space in self.spaces)


@dataclass
class FirewallRule:
    """A rule of a firewall policy: `names` are FQDNs for an application rule, else `destinations` and `ports` count."""

    name: str
    priority: tuple
    application: bool
    allow: bool
    protocols: list
    sources: list
    destinations: list
    ports: list
    names: list


@dataclass
class Firewall:
    id: str
    name: str
    subnet: str
    address: IPv4Address
    rules: list
    # Destinations in these prefixes see the client's own address.
    private_ranges: list


@dataclass
class Endpoint:
    """A private endpoint: an address in a subnet that leads to one resource. `names` are (zone, name in it)."""

    id: str
    name: str
    subnet: str
    address: IPv4Address
    target: str
    group: str
    names: list


@dataclass
class Zone:
    id: str
    name: str
    networks: set


@dataclass
class Machine:
    """A virtual machine with one network interface."""

    name: str
    subnet: str
    address: IPv4Address
    custom_data: str | None


@dataclass
class PublicName:
    """The name that a resource has for everybody, and whether its public door is open."""

    name: str
    private_zone: str
    resource: str
    open: bool


@dataclass
class Azure:
    """The whole deployment."""

    networks: dict
    groups: dict
    tables: dict
    firewalls: list
    zones: list
    endpoints: list
    machines: list
    public_names: list

    @property
    def subnets(self):
        return {subnet.id: subnet for network in self.networks.values() for subnet in network.subnets}

    def network_of(self, address):
        address = ip_address(address)
        return next((each for each in self.networks.values() if each.holds(address)), None)

    def visible(self, network):
        """The network itself and those that it is peered with."""
        return [network, *(self.networks[peer] for peer in sorted(network.peers))]


def prefix(text):
    return ip_network(text, strict=False)
