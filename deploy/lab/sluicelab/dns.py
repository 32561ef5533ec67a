"""Name servers: Azure's own with its views, the forwarders from their cloud-init file, on-premises."""

import base64
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import yaml

from . import namespaces
from .topology import PUBLIC_DNS

BIND_FILES = Path("/etc/bind")
# What must differ from the real forwarder: the lab's root is not signed.
OVERLAY = [(re.compile(r"dnssec-validation\s+(auto|yes)\s*;"), "dnssec-validation no;")]
HEADER = "$TTL {ttl}\n@ IN SOA ns.lab. lab.lab. {serial} 60 60 600 {ttl}\n@ IN NS ns.lab.\n"
READY_SECONDS = 20


def cloud_init_files(custom_data):
    """The files that a machine's cloud-init writes, by path."""
    text = base64.b64decode(custom_data).decode()
    if not text.startswith("#cloud-config"):
        raise ValueError("the forwarder's customData is no #cloud-config")
    files = {}
    for each in yaml.safe_load(text).get("write_files") or []:
        if each.get("encoding") in ("b64", "base64"):
            files[each["path"]] = base64.b64decode(each["content"]).decode()
        else:
            files[each["path"]] = each["content"]
    return files


def is_forwarder(machine):
    return bool(machine.custom_data) and any(
        path.startswith(f"{BIND_FILES}/") for path in cloud_init_files(machine.custom_data)
    )


class NameServers:
    """All name servers of the lab, and the files that they read."""

    def __init__(self, directory):
        self._directory = directory
        self._serial = int(time.time())

    @staticmethod
    def forwarders(azure):
        """The names of the machines that are forwarders."""
        return [each.name for each in azure.machines if is_forwarder(each)]

    def start(self, azure, topology, domains):
        self.write_zones(azure, topology)
        self._run("azure-dns", self._directory / "azure-dns")
        self._write_premises(azure, topology, domains)
        self._run("premises-dns", self._directory / "premises-dns")
        for machine in azure.machines:
            if is_forwarder(machine):
                self._write_forwarder(machine)
                self._run(machine.name, self._directory / machine.name)
        self._await_serial()

    def change(self, azure, topology):
        """Other zones, links or views, and empty caches; returns when Azure's name server answers by them."""
        self.write_zones(azure, topology)
        self._signal("azure-dns", signal.SIGHUP)
        for machine in azure.machines:
            if is_forwarder(machine):
                self._stop(machine.name)
                self._write_forwarder(machine)
                self._run(machine.name, self._directory / machine.name)
        self._await_serial()

    def move(self, azure, topology, ttl):
        """Changes records and nothing else: caches stay as they are."""
        self.write_zones(azure, topology, ttl)
        self._signal("azure-dns", signal.SIGHUP)
        self._await_serial()

    def write_zones(self, azure, topology, ttl=0):
        """Azure's name server: a view for each network with the zones linked to it, and one for everybody else."""
        directory = self._fresh("azure-dns")
        self._serial += 1
        header = HEADER.format(ttl=ttl, serial=self._serial)
        world = [header, f"serial.lab. IN TXT {self._serial}\n", f"ns.lab. IN A {PUBLIC_DNS}\n"]
        for each in azure.public_names:
            inner = each.name.removesuffix(each.private_zone.removeprefix("privatelink")) + "." + each.private_zone
            world.append(f"{each.name}. IN CNAME {inner}.\n{inner}. IN A {topology.doors[each.name]}\n")
        world += [f"{name}. IN A {address}\n" for name, address in topology.sites.items()]
        (directory / "world.zone").write_text("".join(world))
        for zone in azure.zones:
            records = [header]
            for endpoint in azure.endpoints:
                for owner, name in endpoint.names:
                    if owner == zone.name:
                        records.append(f"{name} IN A {endpoint.address}\n")
            (directory / f"{zone.name}.zone").write_text("".join(records))
        (directory / "named.conf").write_text(_azure_configuration(azure, directory))

    def _write_premises(self, azure, topology, domains):
        directory = self._fresh("premises-dns")
        forwarders = "; ".join(str(topology.host(each.name).address) for each in azure.machines if is_forwarder(each))
        suffixes = sorted({each.private_zone.removeprefix("privatelink.") for each in azure.public_names})
        zones = "\n".join(
            f'zone "{each}" {{ type forward; forward only; forwarders {{ {forwarders}; }}; }};' for each in suffixes
        )
        (directory / "corp.zone").write_text(
            HEADER.format(ttl=0, serial=1) + f"intranet IN A {topology.host('premises').address}\n"
        )
        (directory / "named.conf").write_text(
            _options(
                directory,
                "listen-on { any; }; recursion yes; allow-query { any; }; forward only;"
                f" forwarders {{ {PUBLIC_DNS}; }};",
            )
            + "".join(f'zone "{each}" {{ type primary; file "corp.zone"; }};\n' for each in domains)
            + zones
            + "\n"
        )

    def _write_forwarder(self, machine):
        """/etc/bind as Debian's package leaves it, the cloud-init file's files over it, and the overlay."""
        directory = self._fresh(machine.name)
        for each in BIND_FILES.iterdir():
            try:
                shutil.copy(each, directory)
            except (PermissionError, IsADirectoryError):
                continue  # rndc's key: nobody controls the lab's servers by it
        for path, content in cloud_init_files(machine.custom_data).items():
            if path.startswith(f"{BIND_FILES}/"):
                for pattern, replacement in OVERLAY:
                    content = pattern.sub(replacement, content)
                (directory / Path(path).name).write_text(content)

    def _fresh(self, name):
        """The server's directory without configuration: what is bound to it stays bound."""
        directory = self._directory / name
        (directory / "cache").mkdir(parents=True, exist_ok=True)
        for each in directory.iterdir():
            if each.is_file() and each.name not in ("pid", "named.log"):
                each.unlink()
        return directory

    def _run(self, host, directory):
        binds = [(directory, BIND_FILES), (directory / "cache", "/var/cache/bind")]
        log = open(directory / "named.log", "ab")  # closed below: the process has its own
        command = namespaces.inside(host, ["named", "-f", "-4", "-n", "1", "-c", "/etc/bind/named.conf"], binds)
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        (directory / "pid").write_text(str(process.pid))

    def _signal(self, host, number):
        os.kill(int((self._directory / host / "pid").read_text()), number)

    def _stop(self, host):
        """Another process may have started it: it is gone when its socket is."""
        self._signal(host, signal.SIGKILL)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if "UNCONN" not in namespaces.run(
                "nsenter", f"--net={namespaces.RUN / host}", "ss", "-Hlun", "sport = :53"
            ):
                return
            time.sleep(0.02)
        raise RuntimeError(f"the name server on {host} does not end")

    def _await_serial(self):
        """Until Azure's name server answers from the files written last."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            answer = dig("azure-dns", PUBLIC_DNS, "serial.lab", "TXT")
            if str(self._serial) in answer:
                return
            time.sleep(0.05)
        raise RuntimeError(
            f"Azure's name server did not take its zones; see {self._directory / 'azure-dns' / 'named.log'}"
        )


def _options(directory, text):
    common = "pid-file none; session-keyfile none; empty-zones-enable no; dnssec-validation no;"
    return f'options {{ directory "{BIND_FILES}"; {common} {text} }};\ncontrols {{ }};\n'


def _azure_configuration(azure, directory):
    text = _options(
        directory,
        "listen-on { any; }; recursion yes; allow-recursion { any; }; allow-query { any; }; minimal-responses yes;",
    )
    for network in azure.networks.values():
        spaces = " ".join(f"{space};" for space in network.spaces)
        zones = [zone.name for zone in azure.zones if network.id in zone.networks]
        text += _view(network.name, spaces, zones)
    return text + _view("everybody", "any;", [])


def _view(name, clients, zones):
    text = f'view "{name}" {{ match-clients {{ {clients} }};\n  zone "." {{ type primary; file "world.zone"; }};\n'
    for zone in zones:
        text += f'  zone "{zone}" {{ type primary; file "{zone}.zone"; }};\n'
    return text + "};\n"


def dig(host, server, name, kind="A", port=0, seconds=5):
    """dig's whole answer; `port` is the source port."""
    source = ["-b", f"0.0.0.0#{port}"] if port else []
    command = [
        "dig",
        f"@{server}",
        name,
        kind,
        "+tries=1",
        f"+time={seconds}",
        "+noall",
        "+comments",
        "+answer",
        *source,
    ]
    return subprocess.run(
        ["nsenter", f"--net={namespaces.RUN / host}", *command], capture_output=True, text=True, check=False
    ).stdout
