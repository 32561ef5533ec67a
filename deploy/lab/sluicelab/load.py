"""Orders over HTTPS from a host of the lab, at a steady rate, with a ledger of what was promised."""

import http.client
import json
import re
import ssl
import threading
import time
import uuid

from . import dns, namespaces

TIMEOUT_SECONDS = 30
ORDER = json.dumps({"customer": "c-42", "lines": [{"sku": "TEA-1", "quantity": 2}]})


class Connection(http.client.HTTPSConnection):
    """A connection whose socket is made on a host of the lab, and whose name is asked for there."""

    def __init__(self, lab, host, name):
        super().__init__(
            name, 443, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context(cafile=lab.authority.certificate)
        )
        self._from = lab.topology.host(host)

    def connect(self):
        answer = dns.dig(self._from.name, self._from.resolvers[0], self.host)
        address = re.search(r"\sA\s+([0-9.]+)", answer)
        if not address:
            raise OSError(f"{self.host} has no address")
        connection = namespaces.tcp_socket(self._from.name)
        connection.settimeout(self.timeout)
        connection.connect((address.group(1), self.port))
        self.sock = self._context.wrap_socket(connection, server_hostname=self.host)


class Load:
    """`clients` threads post order after order, `pause` seconds apart; a refused one is posted again with its key."""

    def __init__(self, lab, host, name, key, clients=4, pause=0.1):
        self._headers = {"Content-Type": "application/json", "x-functions-key": key}
        self._open = lambda: Connection(lab, host, name)
        self._pause = pause
        self._stop = threading.Event()
        self._changed = threading.Condition()
        self._accepted = []
        self.refused = 0
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(clients)]

    def __enter__(self):
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for each in self._threads:
            each.join()

    @property
    def accepted(self):
        """(id, when it was posted first, when it was accepted), in the order of acceptance."""
        with self._changed:
            return list(self._accepted)

    def await_accepted(self, count, seconds, since=0.0):
        """Until so many orders that were posted after `since` are accepted; their entries."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while len(found := [each for each in self._accepted if each[1] >= since]) < count:
                if not self._changed.wait(max(0.0, deadline - time.monotonic())) and time.monotonic() >= deadline:
                    raise RuntimeError(
                        f"{len(found)} of {count} orders accepted within {seconds} s, {self.refused} refusals so far"
                    )
        return found

    def _run(self):
        connection = self._open()
        while not self._stop.is_set():
            key, begin = str(uuid.uuid4()), time.monotonic()
            while not self._post(connection, key, begin) and not self._stop.is_set():
                connection.close()
                connection = self._open()
                self._stop.wait(0.5)
            self._stop.wait(self._pause)
        connection.close()

    def _post(self, connection, key, begin):
        try:
            connection.request("POST", "/api/orders", ORDER, {**self._headers, "Idempotency-Key": key})
            answer = connection.getresponse()
            body = answer.read()
            accepted = json.loads(body)["id"] if answer.status == 202 else None
        except (OSError, ValueError, http.client.HTTPException):
            accepted = None
        with self._changed:
            if accepted:
                self._accepted.append((accepted, begin, time.monotonic()))
            else:
                self.refused += 1
            self._changed.notify_all()
        return accepted is not None
