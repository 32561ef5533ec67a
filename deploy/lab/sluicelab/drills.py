"""Drills under load: what the services do while the network is at its worst, and that no accepted order is lost."""

import json
import statistics
import time
import uuid

from . import faults, matrix, namespaces
from .load import Load
from .services import EMULATOR_ADMIN_PORT

SETTLE_SECONDS = 120
RECOVERY_SECONDS = 60
BEFORE, DURING = 20, 40


class Drills:
    def __init__(self, lab, services):
        self._lab = lab
        self._services = services
        self._namespaces = {1 if lab.is_primary(each) else 2: each.name for each in lab.azure.endpoints if each.group == "namespace"}
        self._first = self._namespaces[1]

    def all(self):
        return {
            "region 1's namespace cut": self._cut,
            "30 % loss": self._loss,
            "200 ms latency": self._latency,
            "endpoint moved, names follow": self._moved,
        }

    def _load(self):
        return Load(self._lab, "workload-1", self._lab.vocabulary()["PRODUCER1"])

    def _cut(self):
        """Orders go on through region 2's namespace, and come back to region 1's by themselves."""
        with self._load() as load:
            load.await_accepted(BEFORE, RECOVERY_SECONDS)
            received = self._received(2)
            faults.put(self._lab, "cut", self._first)
            cut = time.monotonic()
            try:
                during = load.await_accepted(DURING, RECOVERY_SECONDS, since=cut)
            finally:
                faults.put(self._lab, "clear")
            healed, before = time.monotonic(), self._received(1)
            through_second = self._received(2) - received
            if through_second < DURING:
                raise RuntimeError(f"only {through_second} orders went through region 2's namespace")
            back = self._await_more(1, before)
            load.await_accepted(BEFORE, RECOVERY_SECONDS, since=back)
        first = min(each[2] for each in load.accepted if each[2] > cut)
        return f"RTO {first - cut:.1f} s (first 202 after the cut), {len(during)} orders accepted during it; back in region 1 after {back - healed:.1f} s; {self._nothing_lost(load)}"

    def _loss(self):
        faults.put(self._lab, "loss", self._first, 30)
        try:
            return self._under_load()
        finally:
            faults.put(self._lab, "clear")

    def _latency(self):
        with self._load() as load:
            before = load.await_accepted(BEFORE, RECOVERY_SECONDS)
        faults.put(self._lab, "latency", self._first, 200)
        try:
            return f"without: median {_median(before)} ms; {self._under_load()}"
        finally:
            faults.put(self._lab, "clear")

    def _under_load(self):
        with self._load() as load:
            begin = time.monotonic()
            orders = load.await_accepted(DURING, RECOVERY_SECONDS)
        return f"{len(orders) / (time.monotonic() - begin):.1f} orders/s, median {_median(orders)} ms; {self._nothing_lost(load)}"

    def _received(self, number):
        """How many messages a region's namespace has taken."""
        text = _get(self._namespaces[number], "/metrics")
        counts = [line for line in text.splitlines() if "messages_received_total" in line or "received" in line]
        return sum(float(line.rsplit(" ", 1)[1]) for line in counts if not line.startswith("#"))

    def _nothing_lost(self, load):
        """Every accepted order has had its effect, once; RPO is what is missing."""
        wanted = {each[0] for each in load.accepted}
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            effects = dict(line.split("|") for line in self._services.query("select order_id, count(*) from fulfilment group by order_id"))
            lost = wanted - effects.keys()
            doubled = [each for each in wanted if int(effects.get(each, 0)) > 1]
            if not lost or time.monotonic() > deadline:
                break
            time.sleep(0.5)
        if lost or doubled:
            raise RuntimeError(f"of {len(wanted)} accepted orders {len(lost)} are lost and {len(doubled)} doubled")
        return f"{len(wanted)} accepted, {load.refused} refused and posted again, RPO 0"


def _median(orders):
    return round(1000 * statistics.median(accepted - begin for _, begin, accepted in orders))
