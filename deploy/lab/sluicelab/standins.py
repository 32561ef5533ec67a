"""What answers where the lab has nothing real: storage, sites' front doors, the Internet, services not started."""

import asyncio
import re
import ssl

from . import namespaces

AMQP_HEADER = b"AMQP\x00\x01\x00\x00"
PG_SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"
HEAD_BYTES = 65536
HEAD_SECONDS = 10
CHUNK = 65536
# Where a site's process listens, on loopback of its own namespace, as under the Functions host.
SITE_PORT = 8080


def _answer(status, text):
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\nConnection: close"
    return f"{head}\r\n\r\n{text}".encode()


class StandIns:
    def __init__(self):
        self._servers = []

    async def listen(self, host, port, handler, context=None):
        """Every connection is handled to its end and then closed; a handler's failure is its connection's end."""

        async def safely(reader, writer):
            try:
                await handler(reader, writer)
            except (OSError, ValueError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                pass
            finally:
                writer.close()

        listener = namespaces.tcp_socket(host)
        listener.setsockopt(1, 2, 1)
        listener.bind(("0.0.0.0", port))
        self._servers.append(await asyncio.start_server(safely, sock=listener, ssl=context, limit=HEAD_BYTES))

    async def serve(self):
        await asyncio.Event().wait()


def tls(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def says(reader, writer, text="stand-in"):
    """Any HTTP request is answered."""
    async with asyncio.timeout(HEAD_SECONDS):
        await reader.readuntil(b"\r\n\r\n")
    writer.write(_answer("200 OK", text))
    await writer.drain()


async def amqp(reader, writer):
    """As far as the protocol header."""
    async with asyncio.timeout(HEAD_SECONDS):
        await reader.readexactly(8)
    writer.write(AMQP_HEADER)
    await writer.drain()


def postgres(context):
    async def handler(reader, writer):
        """As far as TLS."""
        async with asyncio.timeout(HEAD_SECONDS):
            if await reader.readexactly(8) == PG_SSL_REQUEST:
                writer.write(b"S")
                await writer.start_tls(context)
                await reader.read(CHUNK)

    return handler


def site(host):
    """A site's front door: scm asks who it is, all else goes to the site's process."""

    async def handler(reader, writer):
        async with asyncio.timeout(HEAD_SECONDS):
            head = await reader.readuntil(b"\r\n\r\n")
        name = re.search(rb"(?im)^host:[ \t]*([^\s:]+)", head)
        if name and b".scm." in name.group(1):
            writer.write(_answer("401 Unauthorized", "scm"))
            return
        connection = namespaces.tcp_socket(host)
        connection.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", SITE_PORT))
        except OSError:
            connection.close()
            writer.write(_answer("503 Service Unavailable", "the site is not started"))
            return
        inner, outer = await asyncio.open_connection(sock=connection, limit=HEAD_BYTES)
        outer.write(head)
        try:
            await asyncio.gather(_copy(reader, outer), _copy(inner, writer))
        finally:
            outer.transport.abort()

    return handler


async def _copy(reader, writer):
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
    else:
        writer.close()
