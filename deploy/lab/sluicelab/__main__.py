"""The commands that lab.sh runs inside the lab's namespaces."""

import argparse
import os
import signal
import sys
import time
import traceback
from pathlib import Path

from . import daemons, delay, drills, faults, namespaces, run_matrix
from .lab import Lab
from .services import Services

HOME = Path(__file__).resolve().parent.parent
READY_SECONDS = 60


def hold(state, seconds):
    """
    The lab's first process: builds everything in a child, then waits. All others end with it, whatever ends it; it ends
    itself when its time is over.
    """
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGALRM, lambda *_: os._exit(0))
    signal.alarm(seconds)
    builder = os.fork()
    if builder == 0:
        try:
            _build(state)
        except BaseException:  # whatever it was, lab.sh must hear of it
            (state / "failed").write_text(traceback.format_exc())
            os._exit(1)
        (state / "ready").touch()
        os._exit(0)
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            signal.pause()


def _build(state):
    namespaces.run("mount", "-t", "tmpfs", "tmpfs", "/run")
    namespaces.run("mount", "-t", "tmpfs", "tmpfs", "/dev/shm")
    namespaces.run("ip", "link", "set", "lo", "up")
    lab = Lab(state, HOME)
    services = Services(lab) if (state / "with-services").exists() else None
    if services:
        services.require()
    lab.create()
    for each in ("flow-log", "inspection", "stand-ins"):
        daemons.start(lab, each)
    deadline = time.monotonic() + READY_SECONDS
    while not (state / "stand-ins.ready").exists():
        if time.monotonic() > deadline:
            raise RuntimeError(f"the stand-ins do not start; see {state}/stand-ins.log")
        time.sleep(0.05)
    if services:
        services.start()
        services.await_ready()


def main():
    state = Path(os.environ["SLUICE_LAB_STATE"])
    parser = argparse.ArgumentParser(prog="lab.sh")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("hold").add_argument("seconds", type=int)
    commands.add_parser("daemon").add_argument("name")
    commands.add_parser("hosts")
    commands.add_parser("resolv").add_argument("host")
    commands.add_parser("namespace").add_argument("host")
    test = commands.add_parser("test")
    test.add_argument("--only", action="append", default=[])
    test.add_argument("--matrix", type=Path)
    test.add_argument("--out", type=Path, required=True)
    wrong = commands.add_parser("misconfigure")
    wrong.add_argument("--only", action="append", default=[])
    wrong.add_argument("--out", type=Path, required=True)
    drill = commands.add_parser("drill")
    drill.add_argument("--only", action="append", default=[])
    drill.add_argument("--out", type=Path, required=True)
    fault = commands.add_parser("fault")
    fault.add_argument("kind", choices=faults.KINDS)
    fault.add_argument("host", nargs="?")
    fault.add_argument("amount", nargs="?")
    commands.add_parser("delay").add_argument("milliseconds", type=float)
    options = parser.parse_args()
    if options.command == "hold":
        hold(state, options.seconds)
    if options.command == "delay":
        delay.carry(options.milliseconds)
    lab = Lab(state, HOME)
    if options.command == "daemon":
        daemons.run(lab, options.name)
    elif options.command == "hosts":
        for each in lab.topology.hosts:
            print(f"{lab.short(each.name):22} {each.kind:9} {' '.join(map(str, each.addresses[:3]))}")
    elif options.command == "resolv":
        print("\n".join(f"nameserver {each}" for each in lab.topology.host(options.host).resolvers))
    elif options.command == "namespace":
        print(lab.topology.host(options.host).name)
    elif options.command == "test":
        return run_matrix.test(lab, options.out, options.only, options.matrix)
    elif options.command == "misconfigure":
        return run_matrix.misconfigure(lab, options.out, options.only)
    elif options.command == "drill":
        return drills.run(lab, Services(lab), options.out, options.only)
    elif options.command == "fault":
        faults.put(lab, options.kind, options.host, options.amount)
    return 0


if __name__ == "__main__":
    sys.exit(main())
