"""The lab's own processes that run for as long as the lab does."""

import asyncio
import subprocess
import sys

from . import flowlog, standins
from .fabric import FABRIC
from .inspection import Inspection


def start(lab, name):
    """Starts one beside this process; its log is in the lab's directory."""
    with open(lab.state / f"{name}.log", "ab") as log:
        subprocess.Popen(
            [sys.executable, "-m", "sluicelab", "daemon", name], stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def run(lab, name):
    if name == "flow-log":
        flowlog.write([FABRIC, "internet", *(each.name for each in lab.topology.of_kind("firewall"))], lab.flow_log)
    elif name == "inspection":
        asyncio.run(Inspection(lab.rules, lab.flow_log).serve([each.name for each in lab.topology.of_kind("firewall")]))
    elif name == "stand-ins":
        asyncio.run(_stand_ins(lab))
    else:
        raise ValueError(f"there is no process {name}")


async def _stand_ins(lab):
    servers = standins.StandIns()
    with_services = (lab.state / "with-services").exists()
    for endpoint in lab.azure.endpoints:
        context = standins.tls(*lab.certificate_of(endpoint))
        if endpoint.group == "sites":
            await servers.listen(endpoint.name, 443, standins.site(lab.site_host(endpoint)), context)
        elif endpoint.group == "namespace":
            if not with_services:
                await servers.listen(endpoint.name, 5671, standins.amqp, context)
        elif endpoint.group == "postgresqlServer":
            if not (with_services and lab.is_primary(endpoint)):
                await servers.listen(endpoint.name, 5432, standins.postgres(context))
        else:
            await servers.listen(endpoint.name, 443, standins.says, context)
    context = standins.tls(*lab.certificate_of_internet())
    await servers.listen("internet", 443, standins.says, context)
    await servers.listen("internet", 80, standins.says)
    await servers.listen("internet", 5671, standins.amqp, context)
    await servers.listen("internet", 5432, standins.postgres(context))
    (lab.state / "stand-ins.ready").touch()
    await servers.serve()
