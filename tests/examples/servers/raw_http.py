"""Speak HTTP over a socket that stays open, byte by byte as the test writes it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import parse_headers

import httpx


@dataclass(frozen=True)
class Answer:
    """Hold one response as it arrived."""

    status: int
    headers: Message
    body: bytes

    @property
    def closes(self) -> bool:
        """Say whether the server announced the end of the connection."""
        return self.headers.get("Connection", "").lower() == "close"


class Connection:
    """Send requests and read responses on one connection."""

    def __init__(self, server: httpx.URL) -> None:
        self._socket = socket.create_connection((server.host, server.port), timeout=10)
        self._file = self._socket.makefile("rb")

    def send(self, *parts: bytes) -> None:
        """Send bytes; a server that closes early may refuse the rest of them."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self._socket.sendall(b"".join(parts))

    def read(self) -> Answer | None:
        """Return the next response, or None when the server has closed."""
        try:
            line = self._file.readline()
        except ConnectionResetError:
            return None
        if not line:
            return None
        version, status, *_ = line.split()
        assert version == b"HTTP/1.1", line
        headers = parse_headers(self._file)
        length = int(headers.get("Content-Length", "0"))
        return Answer(int(status), headers, self._file.read(length))

    def close(self) -> None:
        """Close the connection."""
        self._file.close()
        self._socket.close()


@contextmanager
def connected(server: httpx.URL) -> Iterator[Connection]:
    """Open a connection to a server, and close it at the end."""
    connection = Connection(server)
    try:
        yield connection
    finally:
        connection.close()


def request(method: str, path: str, *headers: str) -> bytes:
    """Return the head of a request."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def chunked(body: bytes, size: int = 1000) -> bytes:
    """Return a body in chunks (RFC 9112 section 7.1)."""
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (*parts, b""))
