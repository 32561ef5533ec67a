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
        self.topology = build(self.azure, self.parameters, self.probes)

    def create(self):
        fabric.create(self.topology)
        self._certify()
        self.flow_log.touch()
        self.apply()
        self.name_servers.start(self.azure, self.topology)

    def _certify(self):
        self.authority.make()
        for each in self.azure.endpoints:
            self.authority.issue(each.name, self.names_of(each))
        self.authority.issue("internet", [*self.topology.sites, *self.topology.doors])

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
