"""A rule or a parameter that is changed in the scripts changes the lab: both are made from the same bodies."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from sluicelab.arm import Resources
from sluicelab.reader import read
from sluicelab.rules import Tags, group_chain

AZURE = Path(__file__).resolve().parents[2] / "azure"


class DriftTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.scripts = Path(directory.name) / "azure"
        ignored = shutil.ignore_patterns("src", "target", "function-app")
        shutil.copytree(AZURE, self.scripts, ignore=ignored)

    def change(self, file, before, after):
        path = self.scripts / file
        text = path.read_text()
        self.assertIn(before, text, f"{file} is written in another way than this test knows")
        path.write_text(text.replace(before, after))

    def azure(self):
        done = subprocess.run(
            [self.scripts / "deploy.sh", "--region", "primary", "--step", "network", "--dry-run"],
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return read(Resources(done.stdout.splitlines()))

    def endpoint_rules(self):
        azure = self.azure()
        group = next(each for each in azure.groups.values() if "-nsg-endpoint-" in each.name)
        spoke = next(each for each in azure.networks.values() if "-spoke-" in each.name)
        return "\n".join(group_chain(group, True, Tags(azure, spoke)))

    def test_a_port_in_a_rule(self):
        self.assertNotIn("6543", self.endpoint_rules())
        self.change(
            "lib/security.sh",
            "Inbound allow-database Tcp",
            "Inbound allow-other Tcp ${here[agent_subnet]} ${here[database_address]} 6543\nInbound allow-database Tcp",
        )
        self.assertIn("tcp dport { 6543 }", self.endpoint_rules())

    def test_a_prefix_in_the_parameters(self):
        self.change("parameters.env", "PRIMARY_AGENT_SUBNET=10.1.1.32/27", "PRIMARY_AGENT_SUBNET=10.1.1.64/27")
        self.assertIn("10.1.1.64/27", self.endpoint_rules())


if __name__ == "__main__":
    unittest.main()
