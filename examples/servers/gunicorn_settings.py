"""Configure gunicorn for the example servers that speak WSGI.

The names are those of gunicorn's settings (https://gunicorn.org/reference/settings/).
"""

from typing import Protocol

from examples.servers.problems import LONGEST_BODY

threads = 16
loglevel = "warning"
# Gunicorn's control socket has the same path for every server of a user.
control_socket_disable = True


class Request(Protocol):
    """The parts of a gunicorn request that the hook needs."""

    headers: list[tuple[str, str]]

    def force_close(self) -> None:
        """Close the connection after the answer, and announce it."""


def pre_request(_: object, request: Request) -> None:
    """Close the connection after a request whose body may stay unread.

    A server may refuse a request before it reads the body. Gunicorn then discards
    up to 64 KiB, and after a longer body it drops the connection, although its
    answer said keep-alive. The next request of the client would be lost, and a proxy
    that pools connections would lose the request of another user. The server
    therefore announces `Connection: close` (RFC 9112 section 9.6) when the body is
    longer than any that it reads, or when its length is unknown.
    """
    headers = dict(request.headers)
    length = int(headers.get("CONTENT-LENGTH", "0"))
    if length > LONGEST_BODY or "TRANSFER-ENCODING" in headers:
        request.force_close()
