"""The flow log as it grows: who decided what about a flow."""

import random
import socket
import threading
import time
from collections import defaultdict

from . import namespaces

BARRIER_PORT = 65535
BARRIER_SECONDS = 10


class FlowLog:
    """
    Follows the file; everything written before is left out. `translators` are the addresses that firewalls put in the
    place of a client's: the flow's second half.
    """

    def __init__(self, file, translators=()):
        self._translators = translators
        self._file = open(file, encoding="utf-8")
        self._file.seek(0, 2)
        self._flows = defaultdict(list)
        self._changed = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()

    def close(self):
        self._ended = True
        self._thread.join()
        self._file.close()

    def _follow(self):
        rest = ""
        while not self._ended:
            text = self._file.read()
            if not text:
                time.sleep(0.01)
                continue
            *lines, rest = (rest + text).split("\n")
            with self._changed:
                for line in lines:
                    _, protocol, source, destination, verdict, place, rule = line.split(" ", 6)
                    self._flows[protocol, source, destination].append((place, rule, verdict))
                self._changed.notify_all()

    def decisions(self, flow):
        """What was decided about (protocol, source, destination), each once, in the order in which it was written."""
        protocol, source, destination = flow
        port = source.rsplit(":", 1)[1]
        halves = [flow, *((protocol, f"{each}:{port}", destination) for each in self._translators)]
        with self._changed:
            return list(dict.fromkeys(each for half in halves for each in self._flows.get(half, [])))

    def denied(self, flow):
        return any(verdict == "Deny" for _, _, verdict in self.decisions(flow))

    def settle(self, hosts):
        """Returns when everything that these namespaces have logged so far is known here."""
        waited = [self._barrier(each) for each in hosts]
        deadline = time.monotonic() + BARRIER_SECONDS
        with self._changed:
            while not all(each in self._flows for each in waited):
                if not self._changed.wait(max(0, deadline - time.monotonic())):
                    raise RuntimeError("the flow log has stopped")

    def _barrier(self, host):
        with namespaces.entered(host), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.bind(("127.0.0.1", random.randrange(20000, 60000)))
            sender.sendto(b"", ("127.0.0.1", BARRIER_PORT))
            return "UDP", "127.0.0.1:%d" % sender.getsockname()[1], f"127.0.0.1:{BARRIER_PORT}"
