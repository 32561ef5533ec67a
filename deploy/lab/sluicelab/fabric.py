"""The fabric: one namespace that routes between all hosts as Azure's network does, and what the firewalls do."""

from dataclasses import replace

from . import inspection, namespaces
from .routes import effective
from .rules import AZURE_DNS, BARRIER, Tags, decision, firewall_ruleset, group_chain
from .topology import DEFAULT_OUTBOUND, OUTSIDER, PUBLIC_DNS

FABRIC = "fabric"
GATEWAY = "169.254.1.1"
OUTSIDE_TABLE = 90
PREMISES_TABLE = 91
FIRST_TABLE = 100
# Answers to what left by Azure's default outbound address find their way back by this mark.
OUTBOUND_MARK = 1


def create(topology):
    """Namespaces, links and addresses of all hosts; nobody reaches anybody before `apply`."""
    namespaces.run("ip", "netns", "add", FABRIC)
    namespaces.sysctl(
        FABRIC, net__ipv4__ip_forward=1, net__ipv4__conf__all__rp_filter=0, net__ipv4__conf__default__rp_filter=0
    )
    namespaces.ip(FABRIC, ["link set lo up"])
    for host in topology.hosts:
        namespaces.run("ip", "netns", "add", host.name)
        namespaces.ip(
            FABRIC,
            [
                f"link add {host.link} type veth peer name eth0 netns {host.name}",
                f"address add {GATEWAY}/32 dev {host.link}",
                f"link set {host.link} up",
            ],
        )
        namespaces.ip(
            host.name,
            [
                "link set lo up",
                "link set eth0 up",
                *(f"address add {address}/32 dev eth0" for address in host.addresses),
                f"route add {GATEWAY} dev eth0",
                f"route add default via {GATEWAY} dev eth0 src {host.address}",
            ],
        )
        if host.kind == "firewall":
            namespaces.sysctl(host.name, net__ipv4__ip_forward=1)
    for host in topology.of_kind("firewall"):
        # A firewall that has seen only one direction of a connection drops it.
        namespaces.run(
            "nsenter",
            f"--net={namespaces.RUN / host.name}",
            "nft",
            "add table inet firewall; add chain inet firewall forward "
            "{ type filter hook forward priority filter; policy drop; ct state established accept; }",
        )
        namespaces.sysctl(host.name, net__netfilter__nf_conntrack_tcp_loose=0)


def apply(azure, topology):
    """Routes, security groups and firewall rules of this deployment, in place of what was there."""
    namespaces.ip(FABRIC, _routing(azure, topology))
    namespaces.nft(FABRIC, ruleset(azure, topology))
    namespaces.nft("internet", public_doors(azure, topology))
    for firewall in azure.firewalls:
        network = azure.networks[azure.subnets[firewall.subnet].network]
        public = topology.host(firewall.name).addresses[1]
        tags = Tags(azure, network, topology.on_premises)
        namespaces.nft(firewall.name, firewall_ruleset(firewall, tags, topology.addresses_of, public, inspection.PORT))


def _routing(azure, topology):
    """One table for each subnet, chosen by the link that a packet comes from; the main table knows every host."""
    lines = [
        "rule flush",
        "rule add priority 32766 lookup main",
        f"rule add priority 50 fwmark {OUTBOUND_MARK} lookup main",
    ]
    lines += [f"route replace {address}/32 dev {host.link}" for host in topology.hosts for address in host.addresses]
    tables = {subnet: FIRST_TABLE + 2 * index for index, subnet in enumerate(sorted(azure.subnets))}
    for subnet, table in tables.items():
        lines += _table(azure, topology, azure.subnets[subnet], table)
        # Private endpoints answer past the user's routes: the network's own only.
        lines += _table(azure, topology, replace(azure.subnets[subnet], table=None), table + 1)
    lines += _outside(topology) + _premises(azure, topology)
    for host in topology.hosts:
        table = PREMISES_TABLE if host.kind == "premises" else tables.get(host.subnet, OUTSIDE_TABLE)
        if host.kind == "endpoint":
            table += 1
        if host.kind != "dns":
            lines.append(f"rule add priority 100 iif {host.link} lookup {table}")
    return lines


def _table(azure, topology, subnet, table):
    gateways = topology.gateways
    lines = [
        f"route flush table {table}",
        f"route add {AZURE_DNS}/32 dev {topology.host('azure-dns').link} table {table}",
    ]
    for route in effective(azure, subnet, topology.on_premises, gateways):
        lines.append(f"route add {_hop(route, topology)} table {table}")
    if not any(route.prefix.prefixlen == 0 for route in effective(azure, subnet, topology.on_premises, gateways)):
        lines.append(f"route add unreachable default table {table}")
    return lines


def _hop(route, topology):
    if route.kind == "direct":
        return f"throw {route.prefix}"
    if route.kind == "internet":
        internet = topology.host("internet")
        return f"{route.prefix} via {internet.address} dev {internet.link} onlink"
    if route.kind == "gateway":
        return f"throw {route.prefix}"
    if route.kind == "appliance":
        owner = next((host for host in topology.hosts if route.address in host.addresses), None)
        if owner:
            return f"{route.prefix} via {route.address} dev {owner.link} onlink"
    return f"unreachable {route.prefix}"


def _outside(topology):
    """What the Internet can reach: public addresses, and nothing else."""
    internet = topology.host("internet")
    lines = [f"route flush table {OUTSIDE_TABLE}", f"route add unreachable default table {OUTSIDE_TABLE}"]
    lines += [f"route add {address}/32 dev {internet.link} table {OUTSIDE_TABLE}" for address in internet.addresses]
    for host in topology.of_kind("firewall"):
        lines.append(f"route add {host.addresses[1]}/32 dev {host.link} table {OUTSIDE_TABLE}")
    lines.append(f"route add {OUTSIDER}/32 dev {topology.host('outsider').link} table {OUTSIDE_TABLE}")
    lines.append(f"route add {PUBLIC_DNS}/32 dev {topology.host('azure-dns').link} table {OUTSIDE_TABLE}")
    return lines


def _premises(azure, topology):
    """What comes in over the circuit: hubs directly, spokes by way of their hub's firewall."""
    lines = [f"route flush table {PREMISES_TABLE}", f"route add unreachable default table {PREMISES_TABLE}"]
    lines.append(f"route add {PUBLIC_DNS}/32 dev {topology.host('azure-dns').link} table {PREMISES_TABLE}")
    lines += [f"route add throw {each} table {PREMISES_TABLE}" for each in topology.on_premises]
    for firewall in azure.firewalls:
        hub = azure.networks[azure.subnets[firewall.subnet].network]
        lines += [f"route add throw {space} table {PREMISES_TABLE}" for space in hub.spaces]
        link = topology.host(firewall.name).link
        for peer in sorted(hub.peers - topology.gateways):
            for space in azure.networks[peer].spaces:
                lines.append(f"route add {space} via {firewall.address} dev {link} onlink table {PREMISES_TABLE}")
    return lines


def ruleset(azure, topology):
    """Security groups by the link that a packet comes from and goes to, and what every path has in common."""
    chains, outgoing, incoming = [], [], []
    used = set()
    for host in topology.hosts:
        subnet = azure.subnets.get(host.subnet)
        if (
            subnet is None
            or subnet.group is None
            or host.bare
            or (host.kind == "endpoint" and not subnet.endpoint_group)
        ):
            continue
        used.add((subnet.group, subnet.network))
        outgoing.append(f"{host.link} : jump {_chain(azure, subnet, 'out')}")
        incoming.append(f"{host.link} : jump {_chain(azure, subnet, 'in')}")
    for group_id, network_id in sorted(used):
        network = azure.networks[network_id]
        tags = Tags(azure, network, topology.on_premises)
        for inbound in (False, True):
            name = _chain_name(azure.groups[group_id], network, "in" if inbound else "out")
            body = "\n    ".join(group_chain(azure.groups[group_id], inbound, tags))
            chains.append(f"  chain {name} {{\n    {body}\n  }}")
    internet = topology.host("internet").link
    out_map = f"iifname vmap {{ {', '.join(outgoing)} }}" if outgoing else ""
    in_map = f"oifname vmap {{ {', '.join(incoming)} }}" if incoming else ""
    return "\n".join(
        [
            "table inet azure",
            "delete table inet azure",
            "table inet azure {",
            *chains,
            f"""  chain forward {{
    type filter hook forward priority filter; policy accept;
    ip daddr {AZURE_DNS} accept
    ct state established,related accept
    {out_map}
    {in_map}
  }}
  {BARRIER}
  chain back {{
    type filter hook prerouting priority filter;
    iifname {internet} ct direction reply ct status snat meta mark set {OUTBOUND_MARK}
  }}
  chain outbound {{
    type nat hook postrouting priority srcnat;
    oifname {internet} ip saddr {{ {", ".join(_private(azure))} }} snat ip to {DEFAULT_OUTBOUND}
  }}
}}
""",
        ]
    )


def _private(azure):
    return [str(space) for each in azure.networks.values() for space in each.spaces]


def _chain(azure, subnet, direction):
    return _chain_name(azure.groups[subnet.group], azure.networks[subnet.network], direction)


def _chain_name(group, network, direction):
    return f'"{group.name}.{network.name}.{direction}"'.replace("-", "_").replace('"', "").replace(".", "_")


def public_doors(azure, topology):
    """The Internet's side of Azure's resources: a door that is closed refuses, and says whose it is."""
    lines = []
    for each in azure.public_names:
        if not each.open:
            resource = each.resource.rsplit("/", 1)[-1]
            said = decision("public-door", resource, False)
            lines.append(f"ip daddr {topology.doors[each.name]} tcp dport 1-65535 {said} counter reject with tcp reset")
    rules = "\n    ".join(lines)
    return f"""table inet doors
delete table inet doors
table inet doors {{
  {BARRIER}
  chain input {{
    type filter hook input priority filter; policy accept;
    {rules}
  }}
}}
"""
