"""Faults of the network, put on the link of one host in the fabric; one at a time."""

import os
import signal
import subprocess
import sys

from . import delay, namespaces
from .fabric import FABRIC

KINDS = ("cut", "reset", "loss", "latency", "gone", "clear")


def put(lab, kind, host=None, amount=None):
    """
    cut: nothing comes through. reset: TCP is refused, open connections are reset. loss: so many percent of the packets
    are lost, each way. latency: what the host sends comes so many milliseconds later. gone: this address of the host
    resets every connection. clear: no fault.
    """
    clear(lab)
    if kind == "clear":
        return
    link = lab.topology.host(host).link
    if kind == "latency":
        _latency(lab, host, link, amount)
        return
    if kind == "gone":
        namespaces.ip(FABRIC, [f"route replace {amount}/32 dev {link}"])
        reset = f"addr {amount} meta l4proto tcp reject with tcp reset"
        rules = f"ip d{reset}\n    ip s{reset}"
    else:
        rules = _rules(kind, link, amount)
    namespaces.nft(
        FABRIC,
        f"""table inet faults {{
  chain forward {{
    type filter hook forward priority filter - 10; policy accept;
    {rules}
  }}
}}
""",
    )


def _rules(kind, link, amount):
    verdicts = {
        "cut": "drop",
        "reset": "meta l4proto tcp reject with tcp reset",
        "loss": f"numgen random mod 100 < {int(amount or 0)} drop",
    }
    return f"iifname {link} {verdicts[kind]}\n    oifname {link} {verdicts[kind]}"


def clear(lab):
    namespaces.nft(FABRIC, "table inet faults\ndelete table inet faults\n")
    pid = lab.state / "delay.pid"
    if pid.exists():
        os.kill(int(pid.read_text()), signal.SIGKILL)
        pid.unlink()
        namespaces.ip(FABRIC, ["rule delete priority 80", "rule delete priority 81"])


def _latency(lab, host, link, milliseconds):
    if not (namespaces.RUN / delay.NAMESPACE).exists():
        delay.lay()
    with open(lab.state / "delay.log", "ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sluicelab", "delay", str(milliseconds)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    (lab.state / "delay.pid").write_text(str(process.pid))
    table = _table_of(link)
    namespaces.ip(
        FABRIC,
        [
            f"rule add priority 80 iif {link} lookup {delay.TABLE}",
            f"rule add priority 81 iif {delay.EXIT} lookup {table}",
        ],
    )


def _table_of(link):
    """The table that packets from a link are routed by."""
    for line in namespaces.run("ip", "-n", FABRIC, "rule", "show", "priority", "100").splitlines():
        words = line.split()
        if link in words:
            return words[words.index("lookup") + 1]
    raise ValueError(f"nothing is routed from {link}")
