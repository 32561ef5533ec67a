"""One lab: what it is made from, and where its files are."""

from pathlib import Path

from . import dns, fabric, inspection
from .arm import Resources
from .authority import Authority
from .parameters import read_parameters
from .reader import read
from .topology import build


class Lab:
    """`state` is the lab's directory: made by `up`, deleted by `down`."""

    def __init__(self, state, home):
        self.state = Path(state)
        self.home = Path(home)
        self.parameters = read_parameters(self.state / "parameters.env")
        self.probes = (self.home / "hosts.txt").read_text().splitlines()
        self.authority = Authority(self.state / "ca")
        self.flow_log = self.state / "flow.log"
        self.rules = self.state / "application-rules.json"
        self.name_servers = dns.NameServers(self.state / "dns")
        self.load(self.resources())

    def resources(self):
        """The dry run's resources, fresh: they may be changed."""
        return Resources((self.state / "dry-run.jsonl").read_text().splitlines())

    def load(self, resources):
        self.azure = read(resources)
        self.topology = build(self.azure, self.parameters, self.probes, self.short)

    def create(self):
        fabric.create(self.topology)
        self._certify()
        self.flow_log.touch()
        self.apply()
        self.name_servers.start(self.azure, self.topology, self.parameters["ONPREMISES_DOMAINS"].split())

    def _certify(self):
        self.authority.make()
        for each in self.azure.endpoints:
            self.authority.issue(each.name, self.names_of(each))
        self.authority.issue("internet", [*self.topology.sites, *self.topology.doors])

    def vocabulary(self):
        """What rows may name: the parameters, and SB1, DB2, PRODUCER1 … for names, SB1_ADDRESS … for addresses."""
        words = dict(self.parameters)
        kinds = {
            "namespace": "SB",
            "postgresqlServer": "DB",
            "blob": "BLOB",
            "file": "FILE",
            "queue": "QUEUE",
            "table": "TABLE",
        }
        for endpoint in self.azure.endpoints:
            host = self.site_host(endpoint) if endpoint.group == "sites" else None
            kind = host.split("-")[0].upper() if host else kinds.get(endpoint.group)
            if kind:
                word = f"{kind}{1 if self.is_primary(endpoint) else 2}"
                words[word] = self.names_of(endpoint)[0]
                words[f"{word}_ADDRESS"] = str(endpoint.address)
                if host:
                    words[f"{word}_HOST"] = str(self.topology.host(host).address)
                    words[f"{word}_SCM"] = self.names_of(endpoint)[1]
        for region, firewall in enumerate(self.azure.firewalls, 1):
            hub = self.azure.networks[self.azure.subnets[firewall.subnet].network]
            forwarders = [
                each
                for each in self.topology.of_kind("machine")
                if hub.holds(each.address) and each.name in self.name_servers.forwarders(self.azure)
            ]
            words |= {f"FORWARDER_{region}_{number}": str(each.address) for number, each in enumerate(forwarders, 1)}
            words[f"FIREWALL_{region}_PUBLIC"] = str(self.topology.host(firewall.name).addresses[1])
        return words

    def certificate_of(self, endpoint):
        return self.authority.files(endpoint.name)

    def certificate_of_internet(self):
        return self.authority.files("internet")

    def is_primary(self, endpoint):
        """Whether it leads to what the parameters call primary."""
        name = endpoint.target.rsplit("/", 1)[-1]
        return name in {value.lower() for key, value in self.parameters.items() if key.startswith("PRIMARY_")}

    def short(self, name):
        """Names without what all have in common: the deployment's prefix; regions as 1 and 2."""
        for number, role in (("1", "PRIMARY"), ("2", "SECONDARY")):
            name = name.replace(f"-{self.parameters[f'{role}_REGION']}", f"-{number}")
        return name.replace(f"{self.parameters['DEPLOYMENT']}-", "")

    def apply(self):
        """Routes and rules; the name servers are told apart."""
        fabric.apply(self.azure, self.topology)
        inspection.write_rules(self.azure, self.topology, self.rules)

    def site_host(self, endpoint):
        """The host that a site's process runs on, by the names in the parameters."""
        name = endpoint.target.rsplit("/", 1)[-1]
        for number, role in ((1, "PRIMARY"), (2, "SECONDARY")):
            for service in ("PRODUCER", "CONSUMER"):
                if self.parameters[f"{role}_{service}"].lower() == name:
                    return f"{service.lower()}-{number}"
        return None

    def names_of(self, endpoint):
        """Every name that a certificate of the endpoint's resource must carry."""
        return [f"{name}.{zone.removeprefix('privatelink.')}" for zone, name in endpoint.names] or [endpoint.name]
