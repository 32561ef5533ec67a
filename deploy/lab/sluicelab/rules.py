"""Network security groups and firewall policies as nftables rules; every decision on a new flow is logged."""

from ipaddress import collapse_addresses, ip_network

# NFLOG groups: one for everybody who decides.
LOG_GROUP = 7
AZURE_DNS = "168.63.129.16"
PRIVATE = [ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")]


def decision(place, rule, allow):
    """The statement that writes a decision down; the flow log reads the prefix back."""
    return f'log prefix "{place}|{rule}|{"Allow" if allow else "Deny"} " group {LOG_GROUP}'


def _set(prefixes):
    """A set in nftables, which refuses intervals that overlap."""
    return f"{{ {', '.join(map(str, collapse_addresses(ip_network(str(each), strict=False) for each in prefixes)))} }}"


def _ports(protocols, ports):
    """One match for each protocol; an empty string matches all."""
    if any(each in ("*", "Any") for each in protocols):
        if "*" in ports:
            return [""]
        protocols = ["TCP", "UDP"]
    matches = []
    for protocol in protocols:
        name = protocol.lower()
        if name == "icmp" or "*" in ports:
            matches.append(f"meta l4proto {name} ")
        else:
            matches.append(f"{name} dport {{ {', '.join(sorted(set(ports)))} }} ")
    return matches


# A packet to this port on loopback is a mark in the log: whatever was logged before it stands before it.
BARRIER = f"""chain barrier {{
    type filter hook output priority filter; policy accept;
    oifname lo udp dport 65535 {decision("barrier", "-", True)}
  }}"""


class Tags:
    """What service tags mean in one network."""

    def __init__(self, azure, network, on_premises=()):
        routes = [
            route.prefix
            for subnet in network.subnets
            if subnet.table in azure.tables
            for route in azure.tables[subnet.table].routes
        ]
        self._inside = [space for each in azure.visible(network) for space in each.spaces] + list(on_premises)
        # Azure counts the prefixes of user-defined routes as part of the virtual network, 0.0.0.0/0 too.
        self._known = {"VirtualNetwork": [*self._inside, *routes], "AzureLoadBalancer": [f"{AZURE_DNS}/32"]}

    def match(self, side, names):
        """nftables for prefixes and tags: empty for everything, None where they stand for nothing that is here."""
        prefixes = [each for name in names for each in self._known.get(name, [name] if name[0].isdigit() else [])]
        if any(name in ("*", "Any") for name in names) or any(str(each) == "0.0.0.0/0" for each in prefixes):
            return ""
        if "Internet" in names:
            if len(names) > 1:
                raise ValueError(f"the lab can't tell Internet and others apart in one rule: {names}")
            return f"ip {side} != {_set([*self._inside, *PRIVATE])} "
        return f"ip {side} {_set(prefixes)} " if prefixes else None


def group_chain(group, inbound, tags):
    """The body of a chain for one direction: what is allowed returns to be looked at by the other side's group."""
    place = f"{group.name}-{'in' if inbound else 'out'}"
    lines = []
    for rule in group.rules:
        if rule.inbound != inbound:
            continue
        source, destination = tags.match("saddr", rule.sources), tags.match("daddr", rule.destinations)
        if source is None or destination is None:
            continue
        for ports in _ports([rule.protocol], rule.ports):
            verdict = "return" if rule.allow else "drop"
            lines.append(f"{source}{destination}{ports}{decision(place, rule.name, rule.allow)} counter {verdict}")
    return lines


def firewall_ruleset(firewall, tags, addresses_of, public_address, inspection_port):
    """
    The firewall's nftables: network rules decide here, and what they leave open goes to the inspection of names where
    an application rule knows its source and port. `addresses_of` gives the addresses of an FQDN in a network rule.
    """
    decisions, passes, inspected = [], [], []
    for rule in firewall.rules:
        destinations = (
            [str(address) for name in rule.names for address in addresses_of(name)] if rule.names else rule.destinations
        )
        source, destination = tags.match("saddr", rule.sources), tags.match("daddr", destinations)
        if rule.application and source is not None:
            inspected += [f"{source}{ports}redirect to :{inspection_port}" for ports in _ports(["TCP"], rule.ports)]
        elif source is not None and destination is not None:
            for ports in _ports(rule.protocols, rule.ports):
                flow = f"{source}{destination}{ports}"
                passes.append(f"{flow}accept")
                said = decision(firewall.name, rule.name, rule.allow)
                decisions.append(f"{flow}{said} counter {'accept' if rule.allow else 'drop'}")
    newline = "\n    "
    return f"""table inet firewall
delete table inet firewall
table inet firewall {{
  chain forward {{
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    ct state invalid {decision(firewall.name, "invalid", False)} counter drop
    {newline.join(decisions)}
    {decision(firewall.name, "default", False)} counter drop
  }}
  chain input {{
    type filter hook input priority filter; policy accept;
    ip daddr {public_address} ct state new {decision(firewall.name, "no-inbound", False)} counter drop
  }}
  {BARRIER}
  chain inspect {{
    type nat hook prerouting priority dstnat;
    {newline.join(passes + inspected)}
  }}
  chain outgoing {{
    type nat hook postrouting priority srcnat;
    oifname lo accept
    ip daddr != {_set(PRIVATE)} snat ip to {public_address}
    ip daddr != {_set(firewall.private_ranges)} snat ip to {firewall.address}
  }}
}}
"""
