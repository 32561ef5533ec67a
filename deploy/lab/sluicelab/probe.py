"""One look at the network: from a host, to a URL; what came of it, and who decided."""

import errno
import random
import re
import select
import socket
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from . import dns, namespaces

PORTS = {"amqps": 5671, "https": 443, "http": 80, "pg": 5432}
# How long to wait for an answer that nobody has denied; a denial ends the wait at once.
PATIENCE_SECONDS = 20
ANSWER_SECONDS = 20
AMQP_HEADER = b"AMQP\x03\x01\x00\x00"
PG_SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"


@dataclass
class Finding:
    """`outcome` is OPEN, DENIED, REFUSED, NOROUTE, TIMEOUT, FAILED; for names PRIVATE, PUBLIC, NXDOMAIN, SERVFAIL."""

    outcome: str
    note: str = ""
    flows: list = field(default_factory=list)
    decisions: list = field(default_factory=list)


class Prober:
    """Probes hosts of one topology; certificates are checked against the lab's CA."""

    def __init__(self, topology, log, authority, patience=PATIENCE_SECONDS):
        self._topology = topology
        self._log = log
        self._authority = authority
        self._patience = patience

    def probe(self, host, url):
        parts = urlsplit(url)
        if parts.scheme == "dns":
            return self._name(host, parts.netloc)
        if parts.scheme == "udp":
            return self._datagram(host, parts)
        address, finding = self._resolve(host, parts.hostname)
        if address is None:
            return finding
        return self._connect(host, parts, address)

    def settle(self, finding):
        """Adds who decided; the log must have been settled."""
        finding.decisions = list(dict.fromkeys(each for flow in finding.flows for each in self._log.decisions(flow)))
        if finding.outcome in ("FAILED", "TIMEOUT") and any(verdict == "Deny" for _, _, verdict in finding.decisions):
            finding.outcome = "DENIED"

    def _resolve(self, host, name):
        if re.fullmatch(r"[0-9.]+", name):
            return name, None
        finding = self._name(host, name)
        return (finding.note, None) if finding.outcome in ("PRIVATE", "PUBLIC") else (None, finding)

    def _name(self, host, name):
        """Asks the host's name servers in turn, as a resolver does; `name@server` asks that one."""
        name, _, server = name.partition("@")
        finding = Finding("TIMEOUT")
        for each in [server] if server else self._topology.host(host).resolvers:
            finding = self._ask(host, name, each)
            if finding.outcome not in ("TIMEOUT", "DENIED", "SERVFAIL", "REFUSED"):
                break
        return finding

    def _ask(self, host, name, server):
        port = random.randrange(20000, 60000)
        flow = ("UDP", f"{self._topology.host(host).address}:{port}", f"{server}:53")
        answer = dns.dig(host, server, name, port=port)
        status = re.search(r"status: (\w+)", answer)
        if not status:
            return Finding("DENIED" if self._log.denied(flow) else "TIMEOUT", f"no answer from {server}", [flow])
        address = re.search(r"\sA\s+([0-9.]+)", answer)
        if status.group(1) != "NOERROR" or not address:
            return Finding(status.group(1), server, [flow])
        private = any(
            host.kind in ("endpoint", "machine", "premises") and address.group(1) in map(str, host.addresses)
            for host in self._topology.hosts
        )
        return Finding("PRIVATE" if private else "PUBLIC", address.group(1), [flow])

    def _datagram(self, host, parts):
        """A datagram that nobody answers: only whether it was denied."""
        with namespaces.entered(host):
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with sender:
            try:
                sender.connect((parts.hostname, parts.port))
                sender.send(b"")
            except OSError as failed:
                return Finding("NOROUTE", str(failed))
            flow = ("UDP", "%s:%d" % sender.getsockname(), f"{parts.hostname}:{parts.port}")
            deadline = time.monotonic() + 1
            while time.monotonic() < deadline and not self._log.denied(flow):
                time.sleep(0.02)
            return Finding("DENIED" if self._log.denied(flow) else "TIMEOUT", "", [flow])

    def _connect(self, host, parts, address):
        port = parts.port or PORTS[parts.scheme]
        with namespaces.tcp_socket(host) as connection:
            connection.setblocking(False)
            error = connection.connect_ex((address, port))
            flow = ("TCP", "%s:%d" % connection.getsockname(), f"{address}:{port}")
            deadline = time.monotonic() + self._patience
            while error == errno.EINPROGRESS:
                if select.select([], [connection], [], 0.02)[1]:
                    error = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                elif self._log.denied(flow):
                    return Finding("DENIED", address, [flow])
                elif time.monotonic() > deadline:
                    return Finding("TIMEOUT", address, [flow])
            if error:
                outcome = {errno.ECONNREFUSED: "REFUSED", errno.EHOSTUNREACH: "NOROUTE", errno.ENETUNREACH: "NOROUTE"}
                return Finding(outcome.get(error, "FAILED"), f"{address} {errno.errorcode[error]}", [flow])
            connection.settimeout(ANSWER_SECONDS)
            try:
                return Finding("OPEN", f"{address} {self._speak(connection, parts)}".strip(), [flow])
            except (OSError, ValueError) as failed:
                return Finding("FAILED", f"{address} {failed}", [flow])

    def _speak(self, connection, parts):
        """Says hello in the scheme's protocol; raises where the answer is not the protocol's."""
        if parts.scheme == "tcp":
            return ""
        if parts.scheme == "pg":
            connection.sendall(PG_SSL_REQUEST)
            if connection.recv(1) != b"S":
                raise ValueError("PostgreSQL offers no TLS")
        if parts.scheme == "http":
            return _get(connection, parts)
        context = ssl.create_default_context(cafile=self._authority)
        if parts.scheme == "tls-nameless":
            context.check_hostname = False
            return context.wrap_socket(connection).version()
        with context.wrap_socket(connection, server_hostname=parts.hostname) as secure:
            if parts.scheme == "amqps":
                secure.sendall(AMQP_HEADER)
                if secure.recv(8)[:4] != b"AMQP":
                    raise ValueError("no AMQP")
            if parts.scheme == "https":
                return f"{secure.version()}, HTTP {_get(secure, parts)}"
            return secure.version()


def _get(connection, parts):
    connection.sendall(
        f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.hostname}\r\nConnection: close\r\n\r\n".encode()
    )
    answer = connection.recv(4096)
    status = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    if not status:
        raise ValueError("no HTTP")
    return status.group(1).decode()
