"""Protection from requests that another site sends in the user's name."""

import hmac
from typing import Protocol
from urllib.parse import urlsplit

HEADER = "X-CSRF-Token"
MISSING = f"The header {HEADER} is missing: send the csrf_token in it."
ELSEWHERE = "The request comes from another origin: it is refused."


class Headers(Protocol):
    """The headers of a request, found in any case, as each framework has them."""

    def get(self, key: str, /) -> str | None:
        """Return the header's value, None if it is absent."""
        ...


class CsrfError(ValueError):
    """The request may come from another site; `str()` says why."""


# --8<-- [start:token]
def csrf_token(session_id: str) -> str:
    """Return the token of a session, 64 hexadecimal characters.

    It is an HMAC whose key is the id itself, 256 random bits that only the
    cookie holds: bound to the session, equal on all servers, stored nowhere,
    and it tells nothing of the id. In the terms of the OWASP CSRF sheet it is a
    synchronizer token ("Synchronizer Token Pattern"), derived and not stored.
    """
    return hmac.digest(session_id.encode(), b"csrf", "sha256").hex()


# --8<-- [end:token]


# --8<-- [start:check]
def check_csrf(session_id: str, given: str | None) -> None:
    """Let a request pass that knows the token of its session.

    Raises:
        CsrfError: the token is missing or that of another session.

    """
    if given is None:
        raise CsrfError(MISSING)
    expected = csrf_token(session_id).encode()
    sent = given.encode(errors="surrogateescape")
    if not hmac.compare_digest(expected, sent):
        raise CsrfError(
            f"The {HEADER} is not that of this session: "
            "send the csrf_token of the last log-in."
        )


# --8<-- [end:check]


# --8<-- [start:origin]
def check_origin(headers: Headers) -> None:
    """Refuse what a browser says another site sent; no browser may say nothing.

    Source: OWASP CSRF sheet, "Fetch Metadata headers" and their fallback.

    Raises:
        CsrfError: Sec-Fetch-Site, or without it Origin, names another origin.

    """
    site = headers.get("Sec-Fetch-Site")
    origin = headers.get("Origin")
    if site is not None:
        same = site in ("same-origin", "none")
    else:
        same = origin is None or _host_of(origin) == headers.get("Host")
    if not same:
        raise CsrfError(ELSEWHERE)


# --8<-- [end:origin]


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # as `http://[` does
        return ""
