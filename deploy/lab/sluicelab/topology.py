"""Every host of the lab: what the scripts make, who looks at it, and the world outside."""

from dataclasses import dataclass, field
from ipaddress import IPv4Address, ip_address, ip_network

from .rules import AZURE_DNS

PUBLIC_DNS = "198.51.100.53"
OUTSIDER = "198.51.100.66"
# Addresses of the outside world (RFC 5737, RFC 2544): doors of Azure's resources, sites, firewalls, default outbound.
DOORS = ip_network("203.0.113.0/24")
SITES = ip_network("198.51.100.128/25")
FIREWALLS = ip_network("198.18.1.0/24")
DEFAULT_OUTBOUND = "198.18.2.1"
# A site that nobody allows.
FORBIDDEN_SITE = "www.example.org"


@dataclass
class Host:
    """A namespace with one interface. `kind`: machine, endpoint, firewall, probe, dns, internet, outsider, premises."""

    name: str
    kind: str
    addresses: list
    subnet: str | None = None
    bare: bool = False
    link: str = ""
    resolvers: list = field(default_factory=list)

    @property
    def address(self):
        return self.addresses[0]


@dataclass
class Topology:
    hosts: list
    doors: dict
    sites: dict
    on_premises: list
    gateways: set
    short: object

    def host(self, name):
        """A host by its name, or by its short one."""
        found = next((each for each in self.hosts if name in (each.name, self.short(each.name))), None)
        if found is None:
            raise ValueError(
                f"the lab has no host {name}; it has {', '.join(self.short(each.name) for each in self.hosts)}"
            )
        return found

    def of_kind(self, kind):
        return [each for each in self.hosts if each.kind == kind]

    def addresses_of(self, name):
        """The addresses of the outside world that an FQDN of a network rule stands for."""
        return [each[name] for each in (self.sites, self.doors) if name in each]

    @staticmethod
    def private_address(azure, public_name):
        """The address that the zone of its private endpoint has for a name; None if there is none."""
        for endpoint in azure.endpoints:
            for zone, name in endpoint.names:
                if (
                    zone == public_name.private_zone
                    and f"{name}.{zone.removeprefix('privatelink.')}" == public_name.name
                ):
                    return endpoint.address
        return None


def build(azure, parameters, probes, short=str):
    """The topology; `probes` are the lines of hosts.txt, `short` makes names short."""
    hosts = [
        *(
            Host(each.name, "firewall", [each.address, FIREWALLS[10 + index]], each.subnet)
            for index, each in enumerate(azure.firewalls)
        ),
        *(Host(each.name, "machine", [_machine_address(each, azure)], each.subnet) for each in azure.machines),
        *(Host(each.name, "endpoint", [each.address], each.subnet) for each in azure.endpoints),
        *_probes(azure, parameters, probes),
    ]
    doors = {each.name: DOORS[10 + index] for index, each in enumerate(azure.public_names)}
    sites = {name: SITES[10 + index] for index, name in enumerate(_site_names(azure))}
    on_premises = [ip_network(each) for each in parameters["ONPREMISES_SPACES"].split()]
    name_server = ip_address(parameters["ONPREMISES_DNS_SERVERS"].split()[0])
    hosts += [
        Host("azure-dns", "dns", [IPv4Address(AZURE_DNS), IPv4Address(PUBLIC_DNS)]),
        Host("internet", "internet", [SITES[1], *doors.values(), *sites.values()]),
        Host("outsider", "outsider", [IPv4Address(OUTSIDER)]),
        Host("premises-dns", "premises", [name_server]),
        Host("premises", "premises", [name_server + 10]),
    ]
    for number, each in enumerate(hosts):
        each.link = f"v{number}"
        each.resolvers = _resolvers(each, azure, name_server)
    _check(hosts)
    gateways = {azure.subnets[each.subnet].network for each in azure.firewalls}
    return Topology(hosts, doors, sites, on_premises, gateways, short)


def _machine_address(machine, azure):
    return machine.address or azure.subnets[machine.subnet].address(4)


def _probes(azure, parameters, lines):
    for line in lines:
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        name, variable, number, *flags = words
        prefix = ip_network(parameters[variable])
        subnet = next((each for each in azure.subnets.values() if each.prefix == prefix), None)
        if subnet is None:
            raise ValueError(f"host {name}: the scripts make no subnet {prefix} ({variable})")
        yield Host(name, "probe", [subnet.address(int(number))], subnet.id, bare="bare" in flags)


def _site_names(azure):
    names = {name for firewall in azure.firewalls for rule in firewall.rules for name in rule.names if "*" not in name}
    doors = {each.name for each in azure.public_names}
    return [*sorted(names - doors), FORBIDDEN_SITE]


def _resolvers(host, azure, name_server):
    if host.subnet:
        network = azure.networks[azure.subnets[host.subnet].network]
        return network.dns or [AZURE_DNS]
    return [str(name_server)] if host.kind == "premises" else [PUBLIC_DNS]


def _check(hosts):
    seen = {}
    for each in hosts:
        for address in each.addresses:
            if address in seen:
                raise ValueError(f"{each.name} and {seen[address]} both have the address {address}")
            seen[address] = each.name
