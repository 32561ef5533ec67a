"""Drills under load: what the services do while the network is at its worst, and that no accepted order is lost."""

import http.client
import json
import re
import statistics
import time

from . import dns, faults, matrix, namespaces
from .arm import Resources
from .load import Load
from .services import EMULATOR_ADMIN_PORT

# A receiver that is gone without a word keeps what was handed to it until its connection's idle time (240 s, as in Azure)
# and the message's lock are over.
SETTLE_SECONDS = 360
RECOVERY_SECONDS = 60
BEFORE, DURING = 20, 40
# How long Azure's records of private endpoints live.
RECORD_SECONDS = 10


class Drills:
    def __init__(self, lab, services):
        self._lab = lab
        self._services = services
        self._namespaces = {
            1 if lab.is_primary(each) else 2: each.name for each in lab.azure.endpoints if each.group == "namespace"
        }
        self._first = self._namespaces[1]
        self._original = lab.topology.host(self._first).address

    def all(self):
        return {
            "region 1's namespace cut": self._cut,
            "30 % loss": self._loss,
            "200 ms latency": self._latency,
            "endpoint moved, names follow": self._moved,
        }

    def _load(self):
        return Load(self._lab, "workload-1", self._lab.vocabulary()["PRODUCER1"], self._services.function_key)

    def _cut(self):
        """Orders go on through region 2's namespace, and come back to region 1's by themselves."""
        with self._load() as load:
            self._await_region_1()
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
        # Of orders that were posted after it: an answer to an earlier one may be on its way.
        first = min(each[2] for each in during)
        return (
            f"RTO {first - cut:.1f} s (first 202 to an order posted after the cut), {len(during)} accepted during it; "
            f"back in region 1 {back - healed:.1f} s after its end; {self._nothing_lost(load)}"
        )

    def _loss(self):
        faults.put(self._lab, "loss", self._first, 30)
        try:
            with self._load() as load:
                begin = time.monotonic()
                orders = load.await_accepted(DURING, RECOVERY_SECONDS)
        finally:
            faults.put(self._lab, "clear")
        rate = len(orders) / (time.monotonic() - begin)
        return f"{rate:.1f} orders/s, median {_median(orders)} ms; {self._nothing_lost(load)}"

    def _latency(self):
        with self._load() as load:
            self._await_region_1()
            before = load.await_accepted(BEFORE, RECOVERY_SECONDS, since=time.monotonic())
        faults.put(self._lab, "latency", self._first, 200)
        try:
            with self._load() as load:
                begin = time.monotonic()
                orders = load.await_accepted(DURING, RECOVERY_SECONDS, since=begin)
            if _median(orders) < 200:
                raise RuntimeError(f"the median is {_median(orders)} ms: there was no latency of 200 ms")
            return f"median {_median(orders)} ms, without {_median(before)} ms; {self._nothing_lost(load)}"
        finally:
            faults.put(self._lab, "clear")

    def _moved(self):
        """The endpoint of region 1's namespace gets another address: senders follow its name, without a restart."""
        endpoint = next(each for each in self._lab.azure.endpoints if each.name == self._first)
        old, new = str(endpoint.address), str(endpoint.address + 30)
        self._lab.name_servers.move(self._lab.azure, self._lab.topology, RECORD_SECONDS)
        with self._load() as load:
            load.await_accepted(BEFORE, RECOVERY_SECONDS)
            # Whoever asks a forwarder in the next seconds gets the old address.
            name = self._lab.names_of(endpoint)[0]
            for each in self._lab.topology.host("producer-1").resolvers:
                dns.dig("producer-1", each, name)
            moved = time.monotonic()
            try:
                self._readdress(old, new)
                before = self._received(1)
                back = self._await_more(1, before)
                load.await_accepted(BEFORE, RECOVERY_SECONDS, since=back)
            finally:
                self._readdress(new, old)
                faults.put(self._lab, "clear")
        return (
            f"from {old} to {new}: in use {back - moved:.1f} s later, where records live {RECORD_SECONDS} s; "
            f"{self._nothing_lost(load)}"
        )

    def _readdress(self, old, new):
        """The same deployment with another address for the endpoint, wherever the scripts name it."""
        text = (self._lab.state / "dry-run.jsonl").read_text()
        if new == str(self._original):
            resources = self._lab.resources()
        else:
            resources = Resources(re.sub(rf"(?<![0-9.]){re.escape(old)}(?![0-9.])", new, text).splitlines())
        self._lab.load(resources)
        # It keeps both, or the resets below would not reach it.
        namespaces.ip(self._first, [f"address replace {new}/32 dev eth0"])
        self._lab.apply()
        # For all others nobody has the old one: open connections to it end.
        faults.put(self._lab, "gone", self._first, old)
        self._lab.name_servers.move(self._lab.azure, self._lab.topology, RECORD_SECONDS)

    def _received(self, number):
        """How many orders a region's namespace has taken in."""
        text = _get(self._namespaces[number], EMULATOR_ADMIN_PORT, "/metrics")
        count = re.search(r'^sluice_emulator_accepted_messages_total\{entity="orders"\} (\d+)$', text, re.M)
        if not count:
            raise RuntimeError(f"the namespace of region {number} does not say what it has taken in")
        return int(count.group(1))

    def _waiting(self, number):
        """How many messages a region's namespace holds."""
        entities = json.loads(_get(self._namespaces[number], EMULATOR_ADMIN_PORT, "/entities"))
        return sum(sum(each["counts"].values()) for each in entities)

    def _await_region_1(self):
        """Until orders go through region 1's namespace: the drill before may have sent them over to region 2's."""
        return self._await_more(1, self._received(1))

    def _await_more(self, number, before):
        deadline = time.monotonic() + RECOVERY_SECONDS
        while self._received(number) <= before:
            if time.monotonic() > deadline:
                raise RuntimeError(f"no order came to region {number}'s namespace within {RECOVERY_SECONDS} s")
            time.sleep(0.2)
        return time.monotonic()

    def _nothing_lost(self, load):
        """Every accepted order has had its effect, once; RPO is what is missing."""
        wanted = {each[0] for each in load.accepted}
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            effects = dict(
                line.split("|")
                for line in self._services.query("select order_id, count(*) from fulfilment group by order_id")
            )
            lost = wanted - effects.keys()
            doubled = [each for each in wanted if int(effects.get(each, 0)) > 1]
            if not lost or time.monotonic() > deadline:
                break
            time.sleep(0.5)
        if lost or doubled:
            waiting = sum(self._waiting(each) for each in self._namespaces)
            raise RuntimeError(
                f"of {len(wanted)} accepted orders {len(lost)} had no effect within {SETTLE_SECONDS} s, "
                f"{len(doubled)} had more than one; {waiting} messages wait in the namespaces"
            )
        return f"{len(wanted)} accepted, {load.refused} refused and posted again, RPO 0"


def _median(orders):
    return round(1000 * statistics.median(accepted - begin for _, begin, accepted in orders))


def _get(host, port, path):
    """An HTTP answer from loopback of a host."""
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    connection.sock = namespaces.tcp_socket(host)
    connection.sock.settimeout(10)
    connection.sock.connect(("127.0.0.1", port))
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def run(lab, services, out, only=()):
    """All drills, one after the other; a failed one leaves the network clear for the next."""
    cases = []
    for name, drill in Drills(lab, services).all().items():
        if only and name not in only:
            continue
        begin = time.monotonic()
        failure = None
        try:
            print(f"ok   {name}: {drill()}", flush=True)
        except (RuntimeError, OSError) as failed:
            failure = str(failed)
            print(f"FAIL {name}: {failure}", flush=True)
        cases.append((name, time.monotonic() - begin, failure))
    matrix.junit(out / "TEST-lab-drills.xml", {"lab.drills": cases})
    return 1 if any(each[2] for each in cases) else 0
