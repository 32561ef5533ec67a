"""
A wire with latency: frames that come in at one end leave at the other some time later. It is used where the kernel
has no netem. PACKET_VNET_HDR keeps what the kernel left to the card (checksums, segmentation), as there is no card.
"""

import heapq
import select
import socket
import time

from . import namespaces
from .fabric import FABRIC

NAMESPACE = "delay"
ENTRY, ENTRY_FAR, EXIT, EXIT_FAR = "delay-in", "wire-in", "delay-out", "wire-out"
NEXT_HOP = "169.254.9.9"
TABLE = 80
SOL_PACKET, PACKET_VNET_HDR, PACKET_OUTGOING, ETH_P_ALL = 263, 15, 4, 3
FRAME_BYTES = 1 << 17


def lay():
    """The wire's two ends in the fabric."""
    namespaces.run("ip", "netns", "add", NAMESPACE)
    namespaces.ip(
        FABRIC,
        [
            f"link add {ENTRY} type veth peer name {ENTRY_FAR} netns {NAMESPACE}",
            f"link add {EXIT} type veth peer name {EXIT_FAR} netns {NAMESPACE}",
            f"link set {ENTRY} up",
            f"link set {EXIT} up",
        ],
    )
    namespaces.ip(NAMESPACE, [f"link set {ENTRY_FAR} up", f"link set {EXIT_FAR} up"])
    exit_mac = _mac(EXIT)
    namespaces.ip(
        FABRIC,
        [
            f"route replace {NEXT_HOP}/32 dev {ENTRY}",
            f"neighbour replace {NEXT_HOP} lladdr {exit_mac} dev {ENTRY} nud permanent",
            f"route replace default via {NEXT_HOP} dev {ENTRY} onlink table {TABLE}",
        ],
    )


def _mac(link):
    words = namespaces.run("ip", "-n", FABRIC, "-brief", "link", "show", "dev", link).split()
    return words[2]


def _end(link):
    with namespaces.entered(NAMESPACE):
        handle = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        handle.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
        handle.bind((link, ETH_P_ALL))
    return handle


def carry(milliseconds):
    """Carries frames from one end to the other until the process ends."""
    entry, leave = _end(ENTRY_FAR), _end(EXIT_FAR)
    waiting, number = [], 0
    while True:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            try:
                leave.send(heapq.heappop(waiting)[2])
            except OSError:
                pass  # the kernel's queue is full: a wire loses frames then
        left = max(0.0, waiting[0][0] - now) if waiting else None
        if select.select([entry], [], [], left)[0]:
            frame, origin = entry.recvfrom(FRAME_BYTES)
            if origin[2] != PACKET_OUTGOING:
                number += 1
                heapq.heappush(waiting, (time.monotonic() + milliseconds / 1000, number, frame))
