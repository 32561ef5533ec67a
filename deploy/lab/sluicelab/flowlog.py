"""Decisions that nftables logs on new flows (NFLOG), written as lines, as Azure's flow and firewall logs have them."""

import select
import socket
import struct
import time
from ipaddress import ip_address

from . import namespaces
from .rules import LOG_GROUP

NETLINK_NETFILTER = 12
# linux/netfilter/nfnetlink_log.h
CONFIG = 4 << 8 | 1
PACKET = 4 << 8 | 0
ATTRIBUTE_PAYLOAD, ATTRIBUTE_PREFIX = 9, 10
COMMAND_BIND = 1
COPY_PACKET = 2
COPIED_BYTES = 64


def _attribute(kind, payload):
    padding = -len(payload) % 4
    return struct.pack("=HH", 4 + len(payload), kind) + payload + bytes(padding)


def _configure(handle, attributes):
    body = struct.pack("=BB", socket.AF_UNSPEC, 0) + struct.pack(">H", LOG_GROUP) + attributes
    handle.send(struct.pack("=IHHII", 16 + len(body), CONFIG, 1 | 4, 0, 0) + body)
    answer = handle.recv(4096)
    error = struct.unpack_from("=i", answer, 16)[0]
    if error:
        raise OSError(-error, "NFLOG refused its configuration")


def listen(namespace):
    """A socket that gets the logged packets of a namespace, one at a time and at once."""
    with namespaces.entered(namespace):
        handle = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    handle.bind((0, 0))
    _configure(handle, _attribute(1, struct.pack("=B", COMMAND_BIND)))
    _configure(handle, _attribute(2, struct.pack(">I", COPIED_BYTES) + struct.pack("=BB", COPY_PACKET, 0)))
    _configure(handle, _attribute(5, struct.pack(">I", 1)))
    return handle


def decisions(data):
    """The decisions in what a socket received: (place, rule, verdict, protocol, source, port, destination, port)."""
    offset = 0
    while offset + 16 <= len(data):
        length, kind = struct.unpack_from("=IH", data, offset)
        if length < 16:
            return
        if kind == PACKET:
            found = _attributes(data[offset + 20 : offset + length])
            if ATTRIBUTE_PREFIX in found and ATTRIBUTE_PAYLOAD in found:
                prefix = found[ATTRIBUTE_PREFIX].rstrip(b"\0 ").decode(errors="replace")
                if prefix.count("|") == 2:
                    yield (*prefix.split("|"), *_flow(found[ATTRIBUTE_PAYLOAD]))
        offset += length + -length % 4


def _attributes(data):
    found, offset = {}, 0
    while offset + 4 <= len(data):
        length, kind = struct.unpack_from("=HH", data, offset)
        if length < 4:
            break
        found[kind & 0x3FFF] = data[offset + 4 : offset + length]
        offset += length + -length % 4
    return found


def _flow(packet):
    header = (packet[0] & 15) * 4
    protocol = {6: "TCP", 17: "UDP", 1: "ICMP"}.get(packet[9], str(packet[9]))
    source, destination = ip_address(packet[12:16]), ip_address(packet[16:20])
    ports = (
        struct.unpack_from(">HH", packet, header)
        if protocol in ("TCP", "UDP") and len(packet) >= header + 4
        else (0, 0)
    )
    return protocol, source, ports[0], destination, ports[1]


def write(hosts, file):
    """Writes a line for each decision in these namespaces, for as long as the lab lives."""
    handles = [listen(each) for each in hosts]
    poll = select.poll()
    by_number = {each.fileno(): each for each in handles}
    for each in handles:
        poll.register(each, select.POLLIN)
    with open(file, "a", buffering=1) as log:
        while True:
            for number, _ in poll.poll():
                try:
                    data = by_number[number].recv(1 << 18)
                except OSError:
                    continue  # the kernel had to drop some: the rest still counts
                for place, rule, verdict, protocol, source, port, destination, to_port in decisions(data):
                    flow = f"{protocol} {source}:{port} {destination}:{to_port}"
                    log.write(f"{time.time():.6f} {flow} {verdict} {place} {rule}\n")
