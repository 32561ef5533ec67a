"""
The firewalls' application rules: connections that no network rule decides are told apart by name, the TLS server name
or the HTTP host, as Azure Firewall does. What is allowed goes on to the address that the firewall itself has for it.
"""

import asyncio
import json
import os
import re
import socket
import struct
import time
from ipaddress import ip_address, ip_network

from . import namespaces

PORT = 60443
SO_ORIGINAL_DST = 80
HELLO_SECONDS = 10
HELLO_BYTES = 16384
CHUNK = 65536


def server_name(data):
    """The name that a client hello or an HTTP request asks for, or None; ValueError while it is incomplete."""
    if data[:1] == b"\x16":
        return _tls_name(data)
    head, separator, _ = data.partition(b"\r\n\r\n")
    if not separator:
        raise ValueError("incomplete")
    host = re.search(rb"(?im)^host:[ \t]*([^\s:]+)", head)
    return host.group(1).decode(errors="replace").lower() if host else None


def _tls_name(data):
    """RFC 8446, 4.1.2; RFC 6066, 3."""
    if len(data) < 5 or len(data) < 5 + struct.unpack_from(">H", data, 3)[0]:
        raise ValueError("incomplete")
    try:
        at = 43
        at += 1 + data[at]
        at += 2 + struct.unpack_from(">H", data, at)[0]
        at += 1 + data[at]
        end = at + 2 + struct.unpack_from(">H", data, at)[0]
        at += 2
        while at + 4 <= end:
            kind, length = struct.unpack_from(">HH", data, at)
            if kind == 0:
                size = struct.unpack_from(">H", data, at + 7)[0]
                return data[at + 9 : at + 9 + size].decode(errors="replace").lower()
            at += 4 + length
    except (struct.error, IndexError):
        pass
    return None


def matches(name, pattern):
    return name == pattern.lower() or (pattern.startswith("*") and name.endswith(pattern[1:].lower()))


def decide(rules, source, port, name):
    """The first rule for this source, port and name: (its name, whether it allows)."""
    for rule in rules:
        if str(port) in rule["ports"] and any(
            each == "*" or ip_address(source) in ip_network(each, strict=False) for each in rule["sources"]
        ):
            if name and any(matches(name, pattern) for pattern in rule["names"]):
                return rule["name"], rule["allow"]
    return "default-application", False


def write_rules(azure, topology, file):
    """The application rules, and the addresses of the names in them, for the process that inspects."""
    content = {}
    for firewall in azure.firewalls:
        rules = [each for each in firewall.rules if each.application]
        known = dict(topology.sites)
        network = azure.subnets[firewall.subnet].network
        linked = {zone.name for zone in azure.zones if network in zone.networks}
        for each in azure.public_names:
            private = topology.private_address(azure, each) if each.private_zone in linked else None
            known[each.name] = private or topology.doors[each.name]
        content[firewall.name] = {
            "rules": [
                {
                    "name": each.name,
                    "allow": each.allow,
                    "sources": each.sources,
                    "ports": each.ports,
                    "names": each.names,
                }
                for each in rules
            ],
            "addresses": {name: str(address) for name, address in known.items()},
        }
    part = file.with_suffix(".new")
    part.write_text(json.dumps(content, indent=1))
    part.replace(file)


class Inspection:
    """One process for all firewalls."""

    def __init__(self, rules_file, log_file):
        self._rules = rules_file
        self._log = os.open(log_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def serve(self, firewalls):
        for each in firewalls:
            listener = namespaces.tcp_socket(each)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("0.0.0.0", PORT))
            await asyncio.start_server(
                lambda reader, writer, name=each: self._connection(name, reader, writer),
                sock=listener,
                limit=HELLO_BYTES,
            )
        await asyncio.Event().wait()

    async def _connection(self, firewall, reader, writer):
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                upstream = await self._admit(firewall, reader, writer)
            if upstream:
                await _pipe(reader, writer, *upstream)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    async def _admit(self, firewall, reader, writer):
        client = writer.get_extra_info("peername")
        raw = writer.get_extra_info("socket").getsockopt(socket.SOL_IP, SO_ORIGINAL_DST, 16)
        port, address = struct.unpack_from(">H4s", raw, 2)
        data, name = b"", None
        while len(data) < HELLO_BYTES:
            received = await reader.read(CHUNK)
            data += received
            try:
                name = server_name(data)
                break
            except ValueError:
                if not received:
                    break
        settings = json.loads(self._rules.read_text())[firewall]
        rule, allowed = decide(settings["rules"], client[0], port, name)
        flow = f"TCP {client[0]}:{client[1]} {socket.inet_ntoa(address)}:{port}"
        verdict = "Allow" if allowed else "Deny"
        os.write(self._log, f"{time.time():.6f} {flow} {verdict} {firewall} {rule}\n".encode())
        target = settings["addresses"].get(name)
        if not allowed or not target:
            return None
        connection = namespaces.tcp_socket(firewall)
        connection.setblocking(False)
        try:
            # The client's port, so that the flow log's readers find the second half; any other will do.
            connection.bind(("0.0.0.0", client[1]))
        except OSError:
            pass
        await asyncio.get_running_loop().sock_connect(connection, (target, port))
        upstream = await asyncio.open_connection(sock=connection)
        upstream[1].write(data)
        return upstream


async def _copy(reader, writer):
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    writer.write_eof()


async def _pipe(reader, writer, other_reader, other_writer):
    try:
        await asyncio.gather(_copy(reader, other_writer), _copy(other_reader, writer))
    finally:
        other_writer.transport.abort()
