"""Network namespaces of the lab's own, and commands and sockets in them."""

import ctypes
import os
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

RUN = Path("/run/netns")
CLONE_NEWNET = 0x40000000
_HOME = os.open("/proc/self/ns/net", os.O_RDONLY)
_libc = ctypes.CDLL(None, use_errno=True)


def run(*command, text=None):
    """Runs a command of the system; its message is the error's if it fails."""
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
    return done.stdout


def ip(namespace, lines):
    """ip's commands, one a line, inside a namespace."""
    run("ip", "-n", namespace, "-batch", "-", text="\n".join(lines) + "\n")


def nft(namespace, text):
    run("nsenter", f"--net={RUN / namespace}", "nft", "-f", "-", text=text)


def sysctl(namespace, **values):
    names = [f"{name.replace('__', '.')}={value}" for name, value in values.items()]
    run("nsenter", f"--net={RUN / namespace}", "sysctl", "-q", "-w", *names)


def inside(namespace, command, binds=()):
    """The command line that runs a command in a namespace, with files or directories of its own over the system's."""
    mounts = "".join(f"mount --bind '{source}' '{target}' && " for source, target in binds)
    return [
        "nsenter",
        f"--net={RUN / namespace}",
        "unshare",
        "--mount",
        "sh",
        "-c",
        f'{mounts}exec "$@"',
        "sh",
        *map(str, command),
    ]


def _enter(handle):
    if _libc.setns(handle, CLONE_NEWNET):
        error = ctypes.get_errno()
        raise OSError(error, f"setns: {os.strerror(error)}")


@contextmanager
def entered(namespace):
    """This thread is in the namespace; a socket stays in the one where it was made."""
    with open(RUN / namespace, "rb") as there:
        _enter(there.fileno())
    try:
        yield
    finally:
        _enter(_HOME)


def tcp_socket(namespace):
    with entered(namespace):
        return socket.socket(socket.AF_INET, socket.SOCK_STREAM)
